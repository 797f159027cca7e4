using Microsoft.Extensions.Logging;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

namespace RingFed.Federation.Transport;

/// <summary>
/// Sends stored closes to neighbours that are behind: one answer after the other, each ascending and without a gap. What
/// comes after a close that cannot be read would prove nothing and be blamed on this silo, so the answer ends before it.
/// </summary>
internal sealed class CloseServer(StateStore state, LinkManager links, ILogger log)
{
    private Task before = Task.CompletedTask;

    /// <returns>Ends when the answer has left, or as much of it as can be read.</returns>
    public Task Serve(SendCloses send) => before = ServeAfter(before, send);

    private async Task ServeAfter(Task earlier, SendCloses send)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            for (int round = send.From; round <= send.Last && TrySend(send.Link, round); round++)
            {
            }
        }
        catch (Exception failure)
        {
            log.EffectFailed(failure, nameof(SendCloses));
        }
    }

    private bool TrySend(int link, int round)
    {
        List<string> damaged = [];
        if (state.ReadClose(round, damaged) is not (_, var stored))
        {
            log.CloseUnreadable(round, string.Join(", ", damaged));
            return false;
        }

        links.Find(link)?.Send(new CloseMessage(stored.Close));
        return true;
    }
}
