using RingFed.Federation.Masking.Payloads;
using RingFed.Federation.Messages;

namespace RingFed.Federation.Masking;

/// <summary>A sum whose contributors are agreed, still masked.</summary>
/// <param name="Limit">Largest size of one silo's entry.</param>
/// <param name="Contributors">U.</param>
/// <param name="Masked">[length] masked values of U, added up modulo 2^128: no more of them is needed.</param>
internal sealed record AcceptedSum(string Name, Int128 Limit, OriginSet Contributors, UInt128[] Masked)
{
    /// <param name="inputs">By silo; those of <paramref name="contributors"/> are of the same sum.</param>
    public static AcceptedSum Of(IReadOnlyDictionary<int, InputPayload> inputs, OriginSet contributors)
    {
        IReadOnlyList<int> silos = contributors.ToList();
        InputPayload sample = inputs[silos[0]];
        UInt128[] masked = new UInt128[sample.Values];
        foreach (int silo in silos)
        {
            inputs[silo].AddTo(masked);
        }

        return new AcceptedSum(sample.Name, sample.Limit, contributors, masked);
    }
}
