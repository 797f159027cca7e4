namespace RingFed.Learning.Evaluation.Ring;

/// <summary>CO of the source work: bytes that leave a silo in a round, of one kind, beside what the formula says.</summary>
/// <param name="Kind">Kind of round, such as "relay".</param>
/// <param name="BytesMean">Over silos and rounds.</param>
/// <param name="BytesMax">The busiest silo's round.</param>
/// <param name="Formula">Bytes by the formula; above 0.</param>
public sealed record CommunicationCost(string Kind, double BytesMean, long BytesMax, double Formula)
{
    /// <summary>1 is the formula; fault-free relay rounds stay below 1.05 (DESIGN).</summary>
    public double Ratio => BytesMean / Formula;

    /// <summary>Relay: everyone's update passes everyone, (n - 1) M bytes out of each of n silos.</summary>
    /// <param name="bytesOut">One number a silo and round.</param>
    /// <param name="payloadBytes">M, one silo's update as it is sent.</param>
    /// <exception cref="ArgumentException">No round was measured, fewer than two silos, or an empty payload.</exception>
    public static CommunicationCost OfRelay(IReadOnlyList<long> bytesOut, int silos, long payloadBytes)
    {
        if (bytesOut.Count == 0 || silos < 2 || payloadBytes < 1)
        {
            throw new ArgumentException($"Relay cost needs measured rounds, two silos and a payload; {bytesOut.Count} rounds, {silos} silos and {payloadBytes} bytes were given.", nameof(bytesOut));
        }

        return new CommunicationCost("relay", bytesOut.Average(), bytesOut.Max(), (silos - 1.0) * payloadBytes);
    }
}
