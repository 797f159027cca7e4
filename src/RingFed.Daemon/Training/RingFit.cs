using Microsoft.Extensions.Logging;
using RingFed.Federation.Masking;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Training;

/// <summary>
/// This silo's side of the statistic rounds: what the fit asks for goes through masked sums, one program of them an epoch.
/// Nothing of it is on the disk: after a restart the ring hands over what every statistic round gathered, and the program
/// is where it was, without the secrets of the life before.
/// </summary>
/// <param name="records">Patients of this silo.</param>
/// <param name="away">Silos that the ring agrees to be away at present.</param>
internal sealed class RingFit(
    TrainerOptions options,
    long records,
    WorkingModel model,
    MaskedRingSum sums,
    StagedFit stages,
    ILedger ledger,
    PatientDisk disk,
    TrainingProgress progress,
    IMaskRandomness randomness,
    Func<IReadOnlyCollection<string>> away,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    /// <summary>The silos may begin to wait at different times, and the round must not end meanwhile.</summary>
    private const int RosterWaitsInADeadline = 4;

    /// <summary>First byte of a payload that tells nothing: secrets are gone, or this silo is outside U.</summary>
    private const byte Abstains = 0;

    private const string Remedy = "agree on a topology with another federation name, and start all silos with new state directories";

    private readonly int _sumsMost = FitRounds.SumsOf(options.Plan, options.Means);
    private FederationTopology? _topology;
    private readonly MaskedCourse _course = new(options.Silo, FitRounds.SumsOf(options.Plan, options.Means), randomness);
    private RoundTerms? _terms;
    private int _taken = -1;
    private int _booked = -1;
    private int _repeats;
    private readonly HashSet<string> _provenFalse = [];

    private RoundPhases Phases => FitRounds.PhasesOf(options.Plan, Topology);

    private FederationTopology Topology => _topology ?? throw new InvalidOperationException("a statistic round came before its epoch began");

    public void BeginEpoch(FederationTopology topology) => _topology = topology;

    /// <summary>This silo's payload of the round.</summary>
    public async Task<GatherContribution> WorkAsync(int round, CancellationToken cancellationToken)
    {
        MaskedProgram program = ProgramOf(new RoundTerms(Topology.Epoch, Topology.DigestText, [.. Topology.Silos.Select(silo => silo.Id)], Topology.Quorum.Votes));
        AskedSum? asked = await AskedAsync(round, cancellationToken);
        Show(round, program, asked);
        if (asked is null)
        {
            return Gather(program.Abstain());
        }

        await PauseAsync(program, asked, cancellationToken);
        return Gather(program.WantsInput ? await InputAsync(round, program, asked, cancellationToken) : program.Contribute());
    }

    /// <summary>What the round gathered: every statistic round's once and in order, whether or not this silo was in it.</summary>
    /// <exception cref="WorkRefusedException">The fit cannot be completed any more.</exception>
    public async Task MergeAsync(RoundResult result, CancellationToken cancellationToken)
    {
        if (result.Round <= _taken)
        {
            return;
        }

        // Asked before the result is taken: the fit of a silo that was away has to ask before it can be answered.
        MaskedProgram program = ProgramOf(result.Terms);
        AskedSum? asked = await AskedAsync(result.Round, cancellationToken);
        int batch = program.Batch;
        MaskedTotal? total = _course.Take([.. result.Gathered.Select(payload => new GatheredPart(payload.Origin, payload.Payload))]);
        _taken = result.Round;
        if (total is null)
        {
            _repeats += asked is not null && program.Batch > batch ? 1 : 0;
        }
        else
        {
            asked = await CompleteAsync(result, asked, total, cancellationToken);
        }

        SayProvenFalse();
        Show(result.Round, program, asked);
        RequireHope(result.Round, program, asked);
    }

    /// <summary>This silo's numbers, masked. Where they cannot count they are not made.</summary>
    private async Task<MaskedContribution> InputAsync(int round, MaskedProgram program, AskedSum asked, CancellationToken cancellationToken)
    {
        if (!program.IsInvited)
        {
            return program.Contribute(asked.Nothing);
        }

        StatisticQuery query = await asked.Make(cancellationToken);
        MaskedContribution made = program.Contribute(asked.InputOf(query));

        // Before it leaves, and only what does: zeros tell nothing, and the same bytes again nothing more.
        if (made.Payload is not [Abstains, ..] && _booked != round)
        {
            await disk.WriteAsync(() => ledger.Reserve(EntryOf(query, _repeats + 1)), cancellationToken);
            _booked = round;
        }

        return made;
    }

    public void Dispose() => _course.Dispose();

    /// <summary>Once a silo and process; status goes on saying it.</summary>
    private void SayProvenFalse()
    {
        foreach (string silo in _course.ProvenFalse.Where(_provenFalse.Add))
        {
            logger.SiloProvenFalse(silo);
        }
    }

    private static LedgerEntry EntryOf(StatisticQuery query, int attempt) => new(
        LedgerPurpose.Statistic,
        query.Name,
        Epsilon: 0,
        Delta: 0,
        Mechanism: null,
        new StatisticTerms(query.SensitivityL1, query.SensitivityL2, query.Bound, query.MinimumCount, attempt == 1 ? query.Purpose : $"{query.Purpose} (try {attempt} of the same sum)"));

    private FitStage StageOf(int round) => round < Phases.Opening ? FitStage.BeforeTraining : FitStage.AfterTraining;

    /// <returns>Null when the round's stage of the fit is done.</returns>
    private Task<AskedSum?> AskedAsync(int round, CancellationToken cancellationToken)
    {
        FitStage stage = StageOf(round);
        if (stage == FitStage.AfterTraining && Phases.TrainedIn is { } trained)
        {
            model.RequireTrainedIn(trained);
        }

        return sums.NextAsync(stages.Of(stage), cancellationToken);
    }

    /// <summary>A fit that is done on the disk asks for nothing, when the totals that it once had come again.</summary>
    /// <returns>What the fit asks for next.</returns>
    private async Task<AskedSum?> CompleteAsync(RoundResult result, AskedSum? asked, MaskedTotal total, CancellationToken cancellationToken)
    {
        _repeats = 0;
        logger.SumComplete(_course.Completed, _sumsMost, total.Name, string.Join(", ", NamesOf(total.Contributors)));
        if (asked is null)
        {
            return null;
        }

        sums.Complete(asked, total, result.Terms.Roster);
        try
        {
            return await AskedAsync(result.Round, cancellationToken);
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or ArithmeticException)
        {
            throw Ended($"the fit of '{options.Model}' cannot go on from the total of '{total.Name}' over {string.Join(", ", NamesOf(total.Contributors))}: {refused.Message} "
                + "If no sound data give such a total, a contributor lied, or its data lie beyond the schema: see that all silos agree on what they loaded, then "
                + Remedy);
        }
    }

    private MaskedProgram ProgramOf(RoundTerms terms)
    {
        if (_terms?.Epoch != terms.Epoch)
        {
            (_terms, _repeats) = (terms, 0);
        }

        return _course.ProgramOf(Topology.Federation, $"{terms.Topology} epoch {terms.Epoch}", terms.Roster, terms.Votes);
    }

    /// <summary>A silo that must be in the sum may be away: the rounds that are left are not for one second.</summary>
    private async Task PauseAsync(MaskedProgram program, AskedSum asked, CancellationToken cancellationToken)
    {
        if (program.Stage != MaskedStage.Keys)
        {
            return;
        }

        if (program.Batch == 0)
        {
            await AwaitRosterAsync(cancellationToken);
        }
        else if (_repeats > 0)
        {
            logger.SumRepeated(program.RepeatedBecause ?? "", _repeats + 1, asked.Name, RetryPause.After(_repeats).TotalSeconds);
            await RetryPause.WaitAsync(_repeats, () => IsHopeless(program), time, cancellationToken);
        }
    }

    /// <summary>Whoever is online at the first keys is in all sums, and the patients of others in none: who is away is waited for, a while.</summary>
    private async Task AwaitRosterAsync(CancellationToken cancellationToken)
    {
        TimeSpan most = Topology.Exchange.RoundDeadline / RosterWaitsInADeadline;
        string[] missing = AwayOfRoster();
        if (missing.Length > 0)
        {
            logger.RosterAwaited(string.Join(", ", missing), most.TotalSeconds);
            await RetryPause.WhileAsync(() => AwayOfRoster().Length > 0, most, time, cancellationToken);
        }
    }

    private string[] AwayOfRoster()
    {
        IReadOnlyCollection<string> gone = away();
        return [.. _terms!.Roster.Where(gone.Contains)];
    }

    /// <summary>One that must be in the sum is away, or so many that too few are left.</summary>
    private bool IsHopeless(MaskedProgram program)
    {
        IReadOnlyCollection<string> gone = away();
        int least = Math.Max(MaskingCaps.ContributorsMin, _terms!.Votes);
        return program.Contributors is { } needed
            ? NamesOf(needed).Any(gone.Contains)
            : _terms.Roster.Count(silo => !gone.Contains(silo)) < least;
    }

    private GatherContribution Gather(MaskedContribution made) => new(made.Query, made.Payload, records, model.EncoderDigest);

    private void RequireHope(int round, MaskedProgram program, AskedSum? asked)
    {
        if (asked is null)
        {
            return;
        }

        string? why = program switch
        {
            { Stage: MaskedStage.Ended } => program.EndedBecause,
            { Stage: MaskedStage.Done } => $"The fit asks for more than the {_sumsMost} sums that its plan names.",
            _ when round == Phases.LastOf(round) => $"All rounds that are kept for sums are used up. {program.RepeatedBecause}".TrimEnd(),
            _ => null,
        };
        if (why is not null)
        {
            throw Ended(
                $"masked sum {_course.Completed + 1} ('{asked.Name}') cannot be completed, and with it the fit of '{options.Model}': {why} "
                + "Sums over other silos would give away the difference, so the fit cannot go on without whom it began with: mend or leave out the silo that is named, "
                + Remedy);
        }
    }

    private static WorkRefusedException Ended(string sentence) => new(new SessionFault(SessionFaultCode.FitEnded, sentence));

    private void Show(int round, MaskedProgram program, AskedSum? asked)
    {
        progress.Begin(round, asked is null ? "waiting for the end of the statistic rounds" : $"adding up '{asked.Name}' with the ring");
        progress.Fits(new FitStatus(
            WordsOf(asked is null ? MaskedStage.Done : program.Stage),
            asked?.Name,
            _course.Completed + 1,
            _sumsMost,
            _repeats + 1,
            program.Contributors is { } silos ? NamesOf(silos) : null,
            program.Contributors?.Any(place => _terms!.Roster[place] == options.Silo) ?? true,
            asked is null ? null : program.EndedBecause ?? program.RepeatedBecause)
        {
            ProvenFalse = [.. _course.ProvenFalse],
            Without = program.Contributors is { } fixedOnes ? [.. _terms!.Roster.Except(NamesOf(fixedOnes))] : [],
        });
    }

    private IReadOnlyList<string> NamesOf(IEnumerable<int> places) => [.. places.Select(place => _terms!.Roster[place])];

    private static string WordsOf(MaskedStage stage) => stage switch
    {
        MaskedStage.Keys => "keys are exchanged",
        MaskedStage.Shares => "keys are shared out, so that a silo that drops out holds nobody up",
        MaskedStage.Input => "masked values are gathered",
        MaskedStage.Unmask => "the masks of the total are taken off",
        MaskedStage.Done => "done",
        _ => "ended",
    };
}
