using System.Buffers.Binary;

namespace RingFed.Daemon.Training.Sharing;

/// <summary>
/// How alike a silo's rows are to patients that it held out, and how many patients it has: by this the silo is chosen whose
/// rows are given to the others.
/// </summary>
/// <param name="Score">0 to 1; null where too few patients could be held out.</param>
internal sealed record SharedScore(double? Score, long Records)
{
    private const int Bytes = sizeof(double) + sizeof(long);

    /// <summary>Little-endian: the score as float64, -1 for none, then the patients as int64.</summary>
    public byte[] Write()
    {
        byte[] bytes = new byte[Bytes];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, Score ?? -1);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(double)), Records);
        return bytes;
    }

    /// <returns>Null for what no honest silo sends: such a silo is not chosen.</returns>
    public static SharedScore? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Bytes)
        {
            return null;
        }

        double score = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
        long records = BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(double)..]);
        return records < 1 || !(score == -1 || score is >= 0 and <= 1) ? null : new SharedScore(score < 0 ? null : score, records);
    }

    /// <summary>The best score, of equal ones that of most patients, of equals the first in the roster; where nobody has a score the largest silo.</summary>
    /// <param name="scores">By place in the roster, ascending.</param>
    /// <returns>Null when there are none.</returns>
    public static (int Origin, SharedScore Score)? Best(IReadOnlyList<(int Origin, SharedScore Score)> scores) =>
        scores.Count == 0 ? null : scores.MaxBy(one => (one.Score.Score ?? -1, one.Score.Records));
}
