using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Epochs;

/// <summary>
/// Questions for topologies that peers have not answered, of which none is ever taken back: a slow peer answers after
/// another did, or twice when it was asked twice. A text names no question; what it says tells which one it answers.
/// </summary>
internal sealed class TopologyQuestions
{
    // Of links that are up, and of topologies that were asked for: bounded by both.
    private readonly Dictionary<int, Owed> links = [];

    private sealed class Owed
    {
        /// <summary>How often each topology was asked for, that asked for last at the end.</summary>
        public List<(Digest Topology, int Times)> Open { get; } = [];

        /// <summary>Everything that was ever asked for there: an answer that comes once more is no lie.</summary>
        public HashSet<Digest> Asked { get; } = [];

        /// <summary>Texts that came and are being read, or could not be read: which question such a one answers stays unknown.</summary>
        public int Unsettled { get; set; }
    }

    public void Ask(int link, Digest topology)
    {
        if (!links.TryGetValue(link, out Owed? owed))
        {
            links[link] = owed = new Owed();
        }

        owed.Asked.Add(topology);
        int times = Take(owed, topology);
        owed.Open.Add((topology, times + 1));
    }

    /// <summary>A text came over the link, and is read now.</summary>
    /// <returns>What was asked for last there; null when more texts came than were asked for.</returns>
    public Digest? Read(int link)
    {
        if (!links.TryGetValue(link, out Owed? owed) || owed.Open.Sum(question => question.Times) <= owed.Unsettled)
        {
            return null;
        }

        owed.Unsettled++;
        return owed.Open[^1].Topology;
    }

    /// <summary>A text that came over the link was read. One that nobody here can read stays unsettled.</summary>
    /// <returns>False when the link is gone, or was never asked for what the text says.</returns>
    public bool Settle(int link, Digest said)
    {
        if (!links.TryGetValue(link, out Owed? owed))
        {
            return false;
        }

        owed.Unsettled--;
        int times = Take(owed, said);
        if (times > 1)
        {
            owed.Open.Insert(0, (said, times - 1));
        }

        return owed.Asked.Contains(said);
    }

    public void Forget(int link) => links.Remove(link);

    private static int Take(Owed owed, Digest topology)
    {
        int place = owed.Open.FindIndex(question => question.Topology == topology);
        if (place < 0)
        {
            return 0;
        }

        int times = owed.Open[place].Times;
        owed.Open.RemoveAt(place);
        return times;
    }
}
