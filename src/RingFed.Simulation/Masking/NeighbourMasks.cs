using RingFed.Federation.Masking;
using RingFed.Federation.Masking.Payloads;
using RingFed.Federation.Messages;

namespace RingFed.Simulation.Masking;

/// <summary>A defect: values are masked with the two silos beside in the ring only.</summary>
internal static class NeighbourMasks
{
    /// <param name="payload">As it ships.</param>
    /// <param name="full">What it is masked with.</param>
    public static byte[] On(byte[] payload, MaskedInput input, MaskedTranscript transcript, MaskEquation full)
    {
        int silos = transcript.Of(full.Generation).Silos;
        OriginSet beside = OriginSet.Of([(full.Silo + 1) % silos, (full.Silo + silos - 1) % silos]);
        MaskStrips strips = new(transcript, full);
        InputPayload.TryRead(payload, silos, out InputPayload masked);
        UInt128[] values = new UInt128[masked.Values];
        masked.AddTo(values);
        foreach (int other in full.Partners.Except(beside).ToList().Where(other => other != full.Silo))
        {
            strips.Pair(other, values, takeOff: true);
        }

        return InputPayload.Write(input, values);
    }
}
