using RingFed.Federation.Masking;
using RingFed.Federation.Messages;

namespace RingFed.Simulation.Masking;

/// <summary>The bytes behind roots and digests of gather rounds, which silos of a run pass around without looking at them.</summary>
internal sealed class GatherBook
{
    private readonly Dictionary<Digest, byte[]> payloads = [];
    private readonly Dictionary<Digest, IReadOnlyList<GatheredPart>> gathered = [];

    public void Add(Digest root, byte[] payload) => payloads[root] = payload;

    /// <summary>The result of a round.</summary>
    /// <param name="roots">Of the agreed payloads, ascending by origin. One that nobody made proves nothing: no bytes.</param>
    public void AddResult(Digest result, IEnumerable<(int Origin, Digest Root)> roots) =>
        gathered[result] = [.. roots.Select(one => new GatheredPart(one.Origin, payloads.GetValueOrDefault(one.Root) ?? []))];

    public IReadOnlyList<GatheredPart> PartsOf(Digest result) => gathered[result];

    /// <summary>A liar signs another payload of the same length for the same round: some bits differ, or nothing is left.</summary>
    public void AddOther(Digest root, Digest instead, Dice dice)
    {
        if (!payloads.TryGetValue(root, out byte[]? honest) || honest.Length == 0)
        {
            return;
        }

        byte[] other = dice.OneIn(4) ? new byte[honest.Length] : [.. honest];
        if (other.AsSpan().SequenceEqual(honest) || dice.OneIn(2))
        {
            other[dice.Below(other.Length)] ^= (byte)(1 << dice.Below(8));
        }

        payloads[instead] = other;
    }
}
