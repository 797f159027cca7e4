using RingFed.Federation.Ring;

namespace RingFed.Federation.Transport;

/// <summary>
/// Hands the worker of a restarted silo what statistic rounds gathered before the newest result, from the first on and
/// before anything else: what follows from them is kept nowhere but in the worker. Amid closing statistics the parameters
/// that they start from come before them: the worker's own checkpoint may be an older one. Called by one task at a time.
/// </summary>
/// <param name="rounds">Oldest first.</param>
internal sealed class StatisticReplay(
    SessionPlan plan, StateStore state, PayloadBuffers buffers, RoundWorkshop workshop, IEnumerable<RoundRecord> rounds)
{
    private readonly Queue<RoundRecord> left = new(rounds);

    /// <exception cref="InvalidDataException">One was readable when the silo started, and is not now.</exception>
    public async Task RunAsync()
    {
        while (left.TryPeek(out RoundRecord? record))
        {
            PayloadBuffer result = state.ReadResult(record, buffers, [])
                ?? throw new InvalidDataException($"the result of round {record.Round} cannot be read any more: start the daemon again, it is then fetched from the others");
            try
            {
                await workshop.MergeAsync(plan.TermsOf(record.Round), record, result);
            }
            finally
            {
                result.LetGo();
            }

            left.Dequeue();
        }
    }
}
