using RingFed.Federation.Ring;
using RingFed.Simulation;

namespace RingFed.Federation.Tests.Simulation.Scenarios;

/// <summary>A silo stops between two things it does, and starts again from its disk.</summary>
public sealed class CrashScenarios
{
    /// <summary>Each boundary twice over two seeds: the write under way has reached the disk or not.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_silo_may_stop_at_any_boundary_between_its_effects(int silos)
    {
        int boundaries = 0;
        for (ulong seed = 1; seed <= 2; seed++)
        {
            int last = BoundariesOf(silos, seed);
            for (int boundary = 0; boundary < last; boundary++)
            {
                int burning = boundary;
                Ring.Of(silos).WithSeed(seed).WithRounds(1).Scripted(stage => stage.Silos[1].Watch += effect =>
                {
                    if (Matters(effect) && burning-- == 0)
                    {
                        stage.Silos[1].CrashAfter(0, () =>
                        {
                            stage.Silos[1].Crash();
                            stage.Clock.After(100, stage.Silos[1].Start);
                        });
                    }
                }).ThenAllCloseAllRounds();
                boundaries++;
            }
        }

        Assert.True(boundaries > 30, $"only {boundaries} boundaries");
    }

    private static int BoundariesOf(int silos, ulong seed)
    {
        int count = 0;
        Ring.Of(silos).WithSeed(seed).WithRounds(1)
            .Scripted(stage => stage.Silos[1].Watch += effect => count += Matters(effect) ? 1 : 0)
            .ThenAllCloseAllRounds();
        return count;
    }

    /// <summary>Verifying and sending chunks is the bulk of all effects, and one is like the other.</summary>
    private static bool Matters(RingEffect effect) => effect is not (SendChunk or VerifyChunk or VerifyRecord or DropChunk);
}
