using Microsoft.Extensions.Logging.Abstractions;
using RingFed.Daemon.Training;
using RingFed.Federation.Identity;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Tests.Training;

/// <summary>Trainers of several silos, round by round as a ring would call them, without one.</summary>
internal sealed class TrainerRing : IDisposable
{
    public const int TrainingRounds = 2;
    private readonly ScratchFolder _folder = new();
    private readonly IReadOnlyList<Cohort> _cohorts;
    private readonly LearningTrainer[] _trainers;
    private readonly FileLedger[] _ledgers;
    private readonly List<RoundResult> _results = [];
    private readonly ExchangeKind _kind;
    private int[] _members;
    private int _epoch = 1;

    /// <param name="kind">Relay, or masked-sum.</param>
    /// <param name="newcomers">Of the silos, the last: they are in no epoch before <see cref="BeginNextEpoch"/>.</param>
    public TrainerRing(int silos, ExchangeKind kind = ExchangeKind.Relay, int newcomers = 0)
    {
        _kind = kind;
        _cohorts = MdsSimulator.Draw(new MdsSimulationOptions { Patients = 60 * silos, Silos = silos });
        Roster = [.. Enumerable.Range(0, silos).Select(silo => $"silo-{silo}")];
        Files = [.. Roster.Select(silo => new SiloState(Directory.CreateDirectory(_folder[silo]).FullName))];
        Models = new SummedModel[silos];
        Progress = [.. Roster.Select((_, silo) => new TrainingProgress("summed", _cohorts[silo].Count))];
        _ledgers = [.. Files.Select(files => new FileLedger(files.Ledger, TimeProvider.System))];
        _members = [.. Enumerable.Range(0, silos - newcomers)];
        Phases = FitRounds.PhasesOf(SummedModel.Plan, Epoch);
        _trainers = [.. Roster.Select((_, silo) => Trainer(silo))];
    }

    public string[] Roster { get; }

    public SiloState[] Files { get; }

    /// <summary>Each silo's model.</summary>
    public SummedModel[] Models { get; }

    /// <summary>What models made from now on take for impossible.</summary>
    public long RefusesAbove { get; set; } = long.MaxValue;

    public TrainingProgress[] Progress { get; }

    public EagerClock Clock { get; } = new();

    /// <summary>Silos that every silo knows to be away.</summary>
    public List<string> Away { get; } = [];

    public RoundPhases Phases { get; }

    /// <summary>What models made from now on are trained to; null for what their patients give.</summary>
    public float? Diverges { get; set; }

    /// <summary>Everyone's contribution of the last statistic round that everyone was in.</summary>
    public IReadOnlyList<GatherContribution> Gathered { get; private set; } = [];

    /// <summary>Lines of the silo's ledger, which is closed.</summary>
    public string[] Booked(int silo)
    {
        _ledgers[silo].Dispose();
        return File.ReadAllLines(Files[silo].Ledger);
    }

    private FederationTopology Epoch => new()
    {
        Federation = "mds",
        Epoch = _epoch,
        Silos = [.. _members.Select(silo => new SiloEntry(Roster[silo], null, SpkiDigest.Parse($"sha256:{silo:x64}")!))],
        Exchange = new ExchangeSettings { Kind = _kind, Rounds = TrainingRounds },
        Model = new ModelSettings { Kind = "summed", SchemaPath = "mds.yaml", Seed = 1 },
    };

    public int Patients(params int[] silos) => silos.Sum(silo => _cohorts[silo].Count);

    /// <summary>The ring's next epoch begins at all of its silos.</summary>
    public void BeginNextEpoch(params int[] members)
    {
        (_members, _epoch) = (members, _epoch + 1);
        foreach (int silo in members)
        {
            _trainers[silo].BeginEpoch(Epoch);
        }
    }

    public async Task RunAsync(int from, int to, params int[] away)
    {
        for (int round = from; round <= to; round++)
        {
            await RunAsync(round, [.. _members.Except(away)]);
        }
    }

    /// <summary>The process ends and another begins on its directory; then it is given what the ring gives a restarted silo.</summary>
    /// <param name="withParameters">False for a ring that forgets those of the last round of training.</param>
    public async Task RestartAsync(int silo, bool withParameters = true)
    {
        _trainers[silo].Dispose();
        _trainers[silo] = Trainer(silo);
        await CatchUpAsync(silo, withParameters);
    }

    /// <summary>All statistics, and of the parameters the newest.</summary>
    public async Task CatchUpAsync(int silo, bool withParameters = true)
    {
        RoundResult? newest = withParameters ? _results.LastOrDefault(result => result.Kind == RoundKind.Parameters) : null;
        foreach (RoundResult result in _results.Where(result => result.Kind == RoundKind.Statistic || result == newest))
        {
            await _trainers[silo].MergeAsync(result, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        Array.ForEach(_trainers, trainer => trainer.Dispose());
        Array.ForEach(_ledgers, ledger => ledger.Dispose());
        _folder.Dispose();
    }

    private async Task RunAsync(int round, int[] present)
    {
        RoundAssignment assignment = new(round, Phases.KindOf(round), Phases.KindOf(round) == RoundKind.Parameters ? await BaseAsync() : default);
        Contribution[] parts = await Task.WhenAll(present.Select(silo => _trainers[silo].WorkAsync(assignment, TestContext.Current.CancellationToken)));
        RoundRecord record = new(round, assignment.Kind, [.. present.Select(silo => Roster[silo])], [], "", "", 0, 0, 0, 1);
        RoundResult result = new(round, assignment.Kind, Payloads(parts, present), Mean(parts), record) { Terms = new RoundTerms(Epoch.Epoch, Epoch.DigestText, [.. _members.Select(silo => Roster[silo])], new Quorum(_members.Length, 0).Votes) };
        _results.Add(result);
        foreach (int silo in present)
        {
            await _trainers[silo].MergeAsync(result, TestContext.Current.CancellationToken);
        }
    }

    private IReadOnlyList<GatheredPayload> Payloads(Contribution[] parts, int[] present)
    {
        if (parts[0] is not GatherContribution)
        {
            return [];
        }

        Gathered = [.. parts.Cast<GatherContribution>()];
        Assert.Single(Gathered.Select(part => (part.Query, part.Payload.Length, Convert.ToHexString(part.EncoderDigest.Span))).Distinct());
        return [.. Gathered.Zip(present, (part, silo) => new GatheredPayload(Array.IndexOf(_members, silo), part.Payload))];
    }

    private static float[] Mean(Contribution[] parts) => parts[0] is ParameterContribution first
        ? [.. first.Values.ToArray().Select((_, index) => parts.Cast<ParameterContribution>().Average(part => part.Values.Span[index]))]
        : [];

    private async Task<ReadOnlyMemory<float>> BaseAsync() => _results.LastOrDefault(result => result.Kind == RoundKind.Parameters)?.Parameters
        ?? (await _trainers[0].StartParametersAsync(TestContext.Current.CancellationToken)).Values;

    private LearningTrainer Trainer(int silo)
    {
        Models[silo] = null!;
        TrainerOptions options = new(Roster[silo], "summed", 1, new TrainingBudget(1), new Dictionary<string, string>(), 1, DifferentialPrivacy: false)
        {
            Plan = SummedModel.Plan,
            Means = FitRounds.MeansOf(SummedModel.Plan, Epoch),
        };
        LearningTrainer trainer = new(
            options,
            _cohorts[silo],
            Files[silo],
            _ledgers[silo],
            new PatientDisk(TimeProvider.System, NullLogger<PatientDisk>.Instance),
            Progress[silo],
            Clock,
            NullLogger<LearningTrainer>.Instance,
            () => Away,
            context =>
            {
                // The first is the one that is fitted; another is made for the parameters to start from.
                SummedModel made = new(context) { RefusesAbove = RefusesAbove, Diverges = Diverges };
                Models[silo] ??= made;
                return made;
            });
        trainer.BeginEpoch(Epoch);
        return trainer;
    }
}
