namespace RingFed.Simulation.Network;

/// <summary>Which silo dials which while there is no connection, with the pauses of the shipping link manager.</summary>
/// <param name="machines">All there are.</param>
internal sealed class Dialling(VirtualClock clock, Dice dice, int machines)
{
    /// <summary>Longest pause between two dials.</summary>
    public const long RedialMsMax = 10_000;

    private const long RedialMsMin = 250;

    /// <summary>A connection that lived shorter counts as a failed dial: something about it is refused.</summary>
    private const long LivedLongMs = 5000;

    private readonly Dictionary<int, Line>?[] lines = new Dictionary<int, Line>?[machines];

    private sealed class Line
    {
        /// <summary>Returns whether a connection came of it; null while nobody wants one.</summary>
        public Func<bool>? Dial { get; set; }

        public int Up { get; set; }

        public long UpSince { get; set; }

        public int Failures { get; set; }

        /// <summary>Counts what was decided about the line: a pause that began before is over.</summary>
        public int Turn { get; set; }
    }

    /// <param name="dial">Returns whether a connection came of it.</param>
    public void Want(int machine, int peer, Func<bool> dial)
    {
        Line line = LineOf(machine, peer);
        if (line.Dial is null)
        {
            line.Dial = dial;
            Pause(line);
        }
    }

    public void Unwant(int machine, int peer) => Unwant(LineOf(machine, peer));

    public void Up(int machine, int peer)
    {
        Line line = LineOf(machine, peer);
        line.Up++;
        line.UpSince = clock.Now;
    }

    public void Down(int machine, int peer)
    {
        Line line = LineOf(machine, peer);
        line.Up--;
        line.Failures = clock.Now - line.UpSince >= LivedLongMs ? 0 : line.Failures;
        Pause(line);
    }

    /// <summary>The machine's process is gone, with all it knew.</summary>
    public void Forget(int machine)
    {
        foreach (Line line in lines[machine]?.Values ?? Enumerable.Empty<Line>())
        {
            Unwant(line);
            (line.Up, line.Failures) = (0, 0);
        }
    }

    private static void Unwant(Line line)
    {
        line.Dial = null;
        line.Turn++;
    }

    private void Pause(Line line)
    {
        if (line.Dial is null || line.Up > 0)
        {
            return;
        }

        int turn = ++line.Turn;
        long full = Math.Min(RedialMsMin << Math.Min(line.Failures, 10), RedialMsMax);
        clock.After((full / 2) + dice.Between(0, full / 2), () => Dial(line, turn));
    }

    private void Dial(Line line, int turn)
    {
        if (line.Turn != turn || line.Up > 0)
        {
            return;
        }

        line.Failures++;
        if (!line.Dial!())
        {
            Pause(line);
        }
    }

    private Line LineOf(int machine, int peer)
    {
        Dictionary<int, Line> own = lines[machine] ??= [];
        if (!own.TryGetValue(peer, out Line? line))
        {
            own[peer] = line = new Line();
        }

        return line;
    }
}
