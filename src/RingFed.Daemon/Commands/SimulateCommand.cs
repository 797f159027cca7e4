using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using RingFed.Federation.Topology;
using RingFed.Simulation;
using RingFed.Simulation.Faults;

namespace RingFed.Daemon.Commands;

/// <summary>
/// <c>ringfed simulate</c>: the shipping ring on virtual time under faults, so that an operator can rehearse a topology
/// before anyone signs it. Needs no libtorch.
/// </summary>
internal static class SimulateCommand
{
    private const int RoundsDefault = 4;
    private const int RoundsMax = 1000;
    private const int SilosMax = Federation.Wire.WireCaps.SilosMax;

    /// <summary>Of neighbour exchange, which costs a silo the same in any ring.</summary>
    private const int SilosMaxOfNeighbours = 1000;
    private const string Neighbour = "neighbour";

    public static Command Create()
    {
        Option<FileInfo?> topology = new("--topology") { Description = "Rehearse this file: its silos, f and round deadline." };
        Option<int?> silos = new("--silos") { Description = $"Silos of every run (2 to {SilosMax}, in neighbour exchange to {SilosMaxOfNeighbours}, above {SilosMax} without a statistic round); without it and without a topology, 2 to 8 by seed." };
        Option<int> rounds = new("--rounds") { Description = "Training rounds of a run; statistic rounds come before and after them, with masked sums in half of the runs of three silos or more.", DefaultValueFactory = _ => RoundsDefault };
        Option<int> seeds = new("--seeds") { Description = "Runs.", DefaultValueFactory = _ => 100 };
        Option<ulong> first = new("--first-seed") { Description = "Seed of the first run; the others follow it." };
        Option<string> faults = new("--faults")
        {
            Description = $"'all' (each run draws some), 'none', or a list that strikes in every run: {string.Join(',', FaultCatalogue.All)}.",
            DefaultValueFactory = _ => "all",
        };
        Option<string?> exchange = new("--exchange") { Description = "relay or neighbour; without it what the topology says, else relay. Neighbour exchange is rehearsed without liars, of whom it tolerates none, and of 'all' without changes of the topology." };
        exchange.AcceptOnlyFromAmong("relay", Neighbour);
        Option<bool> json = CommonOptions.Json();
        Command command = new("simulate", "Rehearse a ring on virtual time under faults, and check that nothing wrong ever closes and everything right does.")
        {
            topology, silos, rounds, seeds, first, faults, exchange, json,
        };
        command.SetAction((parsed, stop) => Task.FromResult(Run(
            Read(parsed.GetValue(topology), parsed.GetValue(silos), parsed.GetValue(rounds), parsed.GetValue(seeds), parsed.GetValue(first), parsed.GetValue(faults)!, parsed.GetValue(exchange), parsed.InvocationConfiguration.Error),
            new SimulateScreen(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.GetValue(json), TimeProvider.System),
            new ReplayCommand(parsed.GetValue(topology)?.FullName, parsed.GetValue(silos), parsed.GetValue(rounds), parsed.GetValue(faults)!, parsed.GetValue(exchange)),
            stop)));
        return command;
    }

    private static int Run(Rehearsal rehearsal, SimulateScreen screen, ReplayCommand replay, CancellationToken stop)
    {
        RehearsalSum sum = rehearsal.Run(Environment.ProcessorCount, done => screen.Progress(done, rehearsal.Seeds), stop);
        screen.Result(sum, replay);
        return sum.Failures.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static Rehearsal Read(FileInfo? file, int? silos, int rounds, int seeds, ulong first, string faults, string? exchange, TextWriter error)
    {
        RequireWithin(silos ?? 2, 2, exchange == Neighbour ? SilosMaxOfNeighbours : SilosMax, "--silos");
        RequireWithin(rounds, 1, RoundsMax, "--rounds");
        RequireWithin(seeds, 1, int.MaxValue, "--seeds");
        InputFailures failures = new();
        FederationTopology? topology = file is null ? null : failures.Take(TopologyFile.Load(file.FullName));
        failures.ThrowIfAny();
        if (topology?.Exchange.Kind is { } kind and not ExchangeKind.Relay and not ExchangeKind.Neighbour && exchange is null)
        {
            error.WriteLine($"exchange.kind is {ExchangeKinds.Of(kind)}: its rounds are rehearsed as those of relay are, with rounds of parameters in their midst and epochs, which it has not");
        }

        SimulationOptions common = new() { Seed = first, Rounds = rounds, Faults = FaultCatalogue.Parse(faults), DrawsFaults = faults == "all" };
        return topology is null
            ? new Rehearsal { FirstSeed = first, Seeds = seeds, Silos = silos, Common = common with { ExchangesWithNeighbours = exchange == Neighbour } }
            : Of(topology, silos, exchange, common) with { FirstSeed = first, Seeds = seeds };
    }

    private static Rehearsal Of(FederationTopology topology, int? silos, string? exchange, SimulationOptions common)
    {
        if (silos is { } count && count != topology.Silos.Count)
        {
            throw new CommandFailure(ExitCodes.BadInput, $"the topology has {topology.Silos.Count} silos, --silos says {count}: leave --silos out, or the file");
        }

        long deadlineMs = (long)topology.Exchange.RoundDeadline.TotalMilliseconds;
        return new Rehearsal
        {
            Silos = topology.Silos.Count,
            Byzantine = topology.Byzantine,
            Common = common with
            {
                ExchangesWithNeighbours = exchange is null ? topology.Exchange.Kind == ExchangeKind.Neighbour : exchange == Neighbour,
                Roster = [.. topology.Silos.Select(silo => silo.Id)],
                RoundDeadlineMs = deadlineMs,
                WorkMsMax = (long)(topology.Exchange.LocalWork.Time?.TotalMilliseconds ?? deadlineMs / 4.0),
                FaultyMs = SimulationOptions.DeadlinesFaulty * deadlineMs,
            },
        };
    }

    private static void RequireWithin(int value, int least, int most, string option)
    {
        if (value < least || value > most)
        {
            throw new CommandFailure(ExitCodes.BadInput, $"{option} must be from {least} to {most}, not {value}");
        }
    }
}

/// <summary>The command that repeats a run.</summary>
internal sealed record ReplayCommand(string? Topology, int? Silos, int Rounds, string Faults, string? Exchange)
{
    public string For(ulong seed) =>
        $"ringfed simulate{(Topology is null ? "" : $" --topology {Topology}")}{(Silos is null ? "" : $" --silos {Silos}")} "
        + $"--rounds {Rounds} --seeds 1 --first-seed {seed} --faults {Faults}{(Exchange is null ? "" : $" --exchange {Exchange}")}";
}

/// <summary>What <c>simulate --json</c> prints.</summary>
/// <param name="SumsCompleted">Masked sums; each is exact, and no coalition below the threshold learns more, or a violation says so.</param>
/// <param name="SumsRefused">Fits that ended before their last sum, of which <paramref name="Refusals"/> has some.</param>
internal sealed record SimulateReport(
    int Seeds,
    long RoundsClosed,
    long FaultsInjected,
    long Epochs,
    long SumsCompleted,
    int SumsRefused,
    IReadOnlyList<SimulateRefusal> Refusals,
    int Violations,
    int Stalled,
    double WallSeconds,
    IReadOnlyList<SimulateFailure> Failures);

/// <param name="Sentence">Why a fit ended before its last masked sum; no failure: silos that are gone cannot be added up.</param>
internal sealed record SimulateRefusal(ulong Seed, string Sentence);

/// <param name="Ring">Silos, f, rounds and the faults that were drawn.</param>
internal sealed record SimulateFailure(
    ulong Seed, string Ring, IReadOnlyList<string> Violations, IReadOnlyList<string> Stalled, string Replay);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SimulateReport))]
internal sealed partial class SimulateJsonContext : JsonSerializerContext;
