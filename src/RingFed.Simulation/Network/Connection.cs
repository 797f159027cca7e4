namespace RingFed.Simulation.Network;

/// <summary>One connection between two silos, as the network sees it.</summary>
/// <param name="lives">Of dialler and listener, when it was made: a later life of either does not know it.</param>
internal sealed class Connection(int id, int dialler, int listener, (int Dialler, int Listener) lives, Lane fromDialler, Lane fromListener)
{
    public int Id { get; } = id;

    public int Dialler { get; } = dialler;

    public int Listener { get; } = listener;

    /// <summary>Set at the end that closed it or was told of its end: nothing reaches it any more.</summary>
    public bool IsGoneAt(int end) => end == Dialler ? goneAtDialler : goneAtListener;

    private bool goneAtDialler;
    private bool goneAtListener;

    public int Other(int end) => end == Dialler ? Listener : Dialler;

    public int LifeOf(int end) => end == Dialler ? lives.Dialler : lives.Listener;

    public Lane From(int end) => end == Dialler ? fromDialler : fromListener;

    /// <returns>False when the end knew already.</returns>
    public bool LeaveBehind(int end)
    {
        if (IsGoneAt(end))
        {
            return false;
        }

        goneAtDialler |= end == Dialler;
        goneAtListener |= end == Listener;
        return true;
    }

    public void TakeDown()
    {
        fromDialler.TakeDown();
        fromListener.TakeDown();
    }
}
