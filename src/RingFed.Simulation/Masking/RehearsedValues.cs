namespace RingFed.Simulation.Masking;

/// <summary>Made-up inputs: each silo's numbers of each sum.</summary>
internal sealed class RehearsedValues(ulong seed)
{
    public const int Length = 2;
    public const int Limit = 1_000_000;

    public static string NameOf(int sum) => $"sum {sum}";

    public Int128[] Of(int silo, int sum)
    {
        Dice dice = new(seed ^ ((ulong)silo << 32) ^ (ulong)sum);
        return [dice.Between(-Limit, Limit), dice.Between(-Limit, Limit)];
    }
}
