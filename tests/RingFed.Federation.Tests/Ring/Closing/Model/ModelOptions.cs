using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Ring.Closing.Model;

/// <summary>What one run of the model rehearses. Drawn from its seed, so a seed is the whole description.</summary>
/// <param name="Byzantine">f of the roster; as many silos lie.</param>
/// <param name="Dead">Silos that stop early and do not come back.</param>
/// <param name="DelayMsMax">Of a record before the network heals.</param>
/// <param name="LossPercent">Of deliveries before the network heals.</param>
/// <param name="Crashes">How often some silo dies and comes back before the network heals.</param>
/// <param name="Partitions">How often the ring falls apart and into other parts before it heals.</param>
internal sealed record ModelOptions(
    int Seed,
    int Silos,
    int Byzantine,
    int Dead,
    int DelayMsMax,
    int LossPercent,
    int Crashes,
    int Partitions,
    long HealsAt)
{
    public VotingRules Rules { get; init; } = VotingRules.Standard;

    /// <summary>A defect: what was voted is not on the disk after a crash.</summary>
    public bool ForgetsVotes { get; init; }

    /// <summary>
    /// Until it heals the network does what hurts most: haves and precommits are lost above all, silos die as soon as they
    /// precommitted, and who decides is cut off with its decision.
    /// </summary>
    public bool IsSpiteful { get; init; }

    /// <summary>Statements that a liar signs for one place.</summary>
    public int LiesPerPlace { get; init; } = 2;

    public static ModelOptions Draw(int seed)
    {
        Random dice = new(seed);
        int silos = dice.Next(2, 9);
        int byzantine = dice.Next(0, (silos - 1) / 3 + 1);
        return new ModelOptions(
            seed,
            silos,
            byzantine,
            dice.Next(0, Math.Max(0, new Quorum(silos, byzantine).SurvivableStops - byzantine) + 1),
            new[] { 20, 100, 400, 1500 }[dice.Next(4)],
            new[] { 0, 5, 20, 50 }[dice.Next(4)],
            dice.Next(0, 5),
            dice.Next(0, 4),
            dice.Next(200, 4_000));
    }

    /// <summary>A small ring in a spiteful network.</summary>
    public static ModelOptions Storm(int seed)
    {
        Random dice = new(seed);
        return Draw(seed) with
        {
            Silos = dice.Next(3, 6),
            Byzantine = 0,
            Dead = 0,
            DelayMsMax = dice.Next(10, 60),
            LossPercent = dice.Next(0, 20),
            Crashes = 0,
            Partitions = dice.Next(0, 8),
            HealsAt = 4_000,
            IsSpiteful = true,
        };
    }

    /// <summary>The smallest ring that survives a stop, in the same: what a missing rule needs to show.</summary>
    public static ModelOptions Calamity(int seed) => Storm(seed) with { Silos = 3, Partitions = 0 };
}
