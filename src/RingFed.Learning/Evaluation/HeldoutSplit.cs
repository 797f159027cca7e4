using System.Buffers.Binary;
using System.Security.Cryptography;
using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation;

/// <summary>
/// A silo's patients in two: those that its model trains on, and those that only judge models. The encoder's bins have
/// counted both.
/// </summary>
/// <param name="Heldout">Empty where there are too few patients to judge by.</param>
public sealed record HeldoutSplit(Cohort Training, Cohort Heldout)
{
    /// <summary>Of the patients, held out on average.</summary>
    public const double Share = .2;

    /// <summary>Fewer would say more about themselves than about a model; then nobody is held out.</summary>
    public const int RowsMin = 20;

    /// <summary>
    /// By a hash of seed and values, each patient alone: who was held out stays so when others are added or removed, or the
    /// file is sorted anew. Only where the number held out passes <see cref="RowsMin"/> do patients change sides.
    /// </summary>
    public static HeldoutSplit Of(Cohort cohort, long seed)
    {
        ILookup<bool, int> rows = Enumerable.Range(0, cohort.Count).ToLookup(row => IsHeldOut(cohort, row, seed));
        int[] heldout = [.. rows[true]];
        return heldout.Length < RowsMin
            ? new HeldoutSplit(cohort, cohort.Take([]))
            : new HeldoutSplit(cohort.Take([.. rows[false]]), cohort.Take(heldout));
    }

    private static bool IsHeldOut(Cohort cohort, int row, long seed)
    {
        int columns = cohort.Schema.Columns.Count;
        byte[] bytes = new byte[sizeof(long) * (columns + 1)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, seed);
        for (int column = 0; column < columns; column++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(sizeof(long) * (column + 1)), cohort[row, column]);
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(bytes)) < Share * ulong.MaxValue;
    }
}
