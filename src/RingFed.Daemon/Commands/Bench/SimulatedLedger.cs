using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>Books nothing: simulated patients have no privacy to spend.</summary>
internal sealed class SimulatedLedger : ILedger
{
    public double EpsilonSpent => 0;

    public void Reserve(LedgerEntry entry)
    {
    }
}
