using System.Text;

namespace RingFed.Federation.Masking;

/// <summary>This silo's part of a sum. All silos add up the same name, length and limit; whoever differs from most is left out.</summary>
/// <param name="Name">Stable name of the statistic: 1 to <see cref="MaskingCaps.NameBytesMax"/> bytes of UTF-8.</param>
/// <param name="Values">[length] this silo's numbers; empty when it abstains.</param>
/// <param name="Length">Entries of the sum: 1 to <see cref="MaskingCaps.ValuesMax"/>.</param>
/// <param name="Limit">Largest size of one silo's entry (bound times scale); 0 or more, and times the roster below 2^127.</param>
/// <param name="Abstains">Takes part in the round and adds nothing.</param>
public sealed record MaskedInput(string Name, ReadOnlyMemory<Int128> Values, int Length, Int128 Limit, bool Abstains = false)
{
    /// <summary>To be called before anything leaves.</summary>
    /// <exception cref="InvalidOperationException">Name, length, limit or a value are out of range; nothing was sent.</exception>
    internal void RequireSound(int silos)
    {
        if (Encoding.UTF8.GetByteCount(Name) is < 1 or > MaskingCaps.NameBytesMax)
        {
            throw Refused($"its name must have 1 to {MaskingCaps.NameBytesMax} bytes");
        }

        if (Length is < 1 or > MaskingCaps.ValuesMax || Values.Length != (Abstains ? 0 : Length))
        {
            throw Refused($"it declares {Length} entries and holds {Values.Length}; 1 to {MaskingCaps.ValuesMax} are possible");
        }

        if (!MaskingCaps.Holds(silos, Limit))
        {
            throw Refused($"{silos} silos with at most {Limit} each exceed 128 bits; declare a smaller bound or scale");
        }

        foreach (Int128 value in Values.Span)
        {
            if (value > Limit || value < -Limit)
            {
                // The value itself is a hospital's number and has no place in a log.
                throw Refused($"an entry exceeds the limit of {Limit} that it declares");
            }
        }
    }

    private InvalidOperationException Refused(string why) => new($"The masked sum `{Name}` was refused: {why}. Nothing was sent.");
}
