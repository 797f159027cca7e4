using RingFed.Federation.Topology;
using RingFed.Simulation.Faults;

namespace RingFed.Simulation;

/// <summary>Many runs that differ in their seeds. Which ring a seed stands for follows from the seed alone.</summary>
public sealed record Rehearsal
{
    private const int SilosMin = 2;

    /// <summary>Largest ring drawn when <see cref="Silos"/> is not given.</summary>
    private const int SilosDrawnMax = 8;

    /// <summary>Of each phase; half of the runs have none.</summary>
    private const int SumsDrawnMax = 3;

    public ulong FirstSeed { get; init; }

    /// <summary>Runs.</summary>
    public int Seeds { get; init; } = 100;

    /// <summary>n; drawn from 2 to 8 for each seed when null.</summary>
    public int? Silos { get; init; }

    /// <summary>f; drawn from all that n can hold when null. 0 in neighbour exchange, which tolerates no liar.</summary>
    public int? Byzantine { get; init; }

    /// <summary>What every run has in common. Its seed, silos and f are replaced.</summary>
    public SimulationOptions Common { get; init; } = new() { Seed = 0, Faults = FaultCatalogue.Parse("all"), DrawsFaults = true };

    /// <summary>Seeds are drawn from, not counted through, so that neighbouring seeds have nothing in common.</summary>
    public SimulationOptions OptionsOf(ulong seed)
    {
        Dice dice = new(seed);
        int silos = Silos ?? (int)dice.Between(SilosMin, SilosDrawnMax);
        int byzantine = Common.ExchangesWithNeighbours ? 0 : Byzantine ?? dice.Below(new Quorum(silos, 0).ByzantineMax + 1);
        int sumsBefore = dice.OneIn(2) ? 1 + dice.Below(SumsDrawnMax) : 0;
        int sumsAfter = sumsBefore == 0 || Common.ExchangesWithNeighbours ? 0 : dice.Below(SumsDrawnMax);
        return (Common with { Seed = seed, Silos = silos, Byzantine = byzantine }).WithSums(sumsBefore, sumsAfter);
    }

    /// <summary>Runs all seeds, several at a time, each on one thread. The sum does not depend on how many.</summary>
    /// <param name="threads">Runs at a time.</param>
    /// <param name="done">Told of each run, one at a time, in no certain order.</param>
    public RehearsalSum Run(int threads, Action<RehearsalSum> done, CancellationToken stop)
    {
        RehearsalSum sum = RehearsalSum.Empty;
        Lock guard = new();
        Parallel.For(0, Seeds, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop }, index =>
        {
            SimulationReport report = SimulatedRing.Run(OptionsOf(FirstSeed + (ulong)index));
            lock (guard)
            {
                sum = sum.With(report);
                done(sum);
            }
        });
        return sum;
    }
}
