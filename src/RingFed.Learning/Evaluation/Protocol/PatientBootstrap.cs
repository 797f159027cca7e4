using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Evaluation.Protocol;

/// <summary>
/// A metric on resampled hold-out patients (Efron 1979). The draws depend on seed, split and number of patients alone:
/// two arms that are judged on the same hold-out see the same patients in each replicate, which is what pairs them.
/// </summary>
public static class PatientBootstrap
{
    /// <summary>A draw without a value, such as one without an event, is drawn anew, so often at most.</summary>
    private const int TriesPerReplicate = 16;

    /// <param name="patients">Rows of the hold-out, at least 1.</param>
    /// <param name="metric">The metric on the drawn rows, which repeat; null where it cannot be had of them.</param>
    /// <returns>As many values as the options ask for, or null when one cannot be had in 16 draws: then there is no interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no patient.</exception>
    public static IReadOnlyList<double>? Replicates(int patients, int split, ProtocolOptions options, Func<int[], double?> metric)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patients, 1);
        long stream = ProtocolStreams.Patients(options.Seed, split);
        double[] values = new double[options.Replicates];
        for (int replicate = 0; replicate < values.Length; replicate++)
        {
            // A stream each: what one arm must draw anew leaves its other replicates paired with the other arm's.
            if (Replicate(patients, new SeededRandom(stream, replicate), metric) is not { } value)
            {
                return null;
            }

            values[replicate] = value;
        }

        return values;
    }

    private static double? Replicate(int patients, SeededRandom random, Func<int[], double?> metric)
    {
        int[] rows = new int[patients];
        double? value = null;
        for (int attempt = 0; attempt < TriesPerReplicate && value is null; attempt++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = random.Index(patients);
            }

            value = metric(rows);
        }

        return value;
    }
}
