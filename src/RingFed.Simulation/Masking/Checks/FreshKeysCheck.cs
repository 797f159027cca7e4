using RingFed.Federation.Masking;

namespace RingFed.Simulation.Masking.Checks;

/// <summary>No secret that a silo published keys of serves twice: not in two sums, exchanges, lives or silos.</summary>
internal static class FreshKeysCheck
{
    public static IEnumerable<string> Violations(MaskedTranscript transcript)
    {
        HashSet<Scalar> used = [];
        foreach ((int generation, int exchange, int silo, _, OwnSecrets secrets) in transcript.Drawn)
        {
            bool isFresh = used.Add(secrets.Sealing);
            for (int slot = 0; slot < secrets.Sums; slot++)
            {
                isFresh &= used.Add(secrets.Pair(slot)) & used.Add(secrets.Seed(slot));
            }

            if (!isFresh)
            {
                yield return $"silo {silo} used a key again in exchange {exchange} of program {generation}";
            }
        }
    }
}
