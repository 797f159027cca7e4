namespace RingFed.Federation.Masking;

/// <summary>
/// What a silo draws for a batch: one private key that seals shares, and for each sum a private key of its pair masks
/// and a seed of its own mask. In memory only; a restart has none of it.
/// </summary>
internal sealed class OwnSecrets : IDisposable
{
    private const int PerSum = 2;
    private readonly SecretScalars scalars;

    private OwnSecrets(int sums)
    {
        Sums = sums;
        scalars = new SecretScalars(1 + (PerSum * sums));
    }

    public int Sums { get; }

    public ref readonly Scalar Sealing => ref scalars[0];

    public static OwnSecrets Draw(IMaskRandomness randomness, int sums)
    {
        OwnSecrets secrets = new(sums);
        for (int index = 0; index <= PerSum * sums; index++)
        {
            secrets.scalars[index] = Scalar.Draw(randomness);
        }

        return secrets;
    }

    public ref readonly Scalar Pair(int slot) => ref scalars[1 + (PerSum * slot)];

    public ref readonly Scalar Seed(int slot) => ref scalars[2 + (PerSum * slot)];

    /// <summary>Zeroes what a sum had: its masks have been used.</summary>
    public void Forget(int slot) => scalars.Zero(1 + (PerSum * slot), PerSum);

    public void Dispose() => scalars.Dispose();
}
