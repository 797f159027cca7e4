using Microsoft.Extensions.Logging;
using RingFed.Federation.Ring;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Training;

/// <summary>Brings a ledger up to what its silo announced.</summary>
internal static class ForgottenBudget
{
    public static void Book(IRestorableLedger ledger, ForgottenSpending forgotten, ILogger logger)
    {
        if (ledger.Recover(forgotten.EpsilonAnnounced, forgotten.Occasion) is > 0 and var added)
        {
            logger.ForgottenBooked(added, ledger.EpsilonSpent, forgotten.EpsilonAnnounced);
        }
    }
}
