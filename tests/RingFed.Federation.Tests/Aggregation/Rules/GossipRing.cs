using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Tests.Aggregation.Rules;

/// <summary>Silos in a ring that merge by self-centred clipping, all at once, without training in between.</summary>
internal sealed class GossipRing(float[][] models)
{
    private readonly float[][] before = [.. models.Select(model => new float[model.Length])];
    private readonly double?[] farther = new double?[models.Length];

    /// <summary>Largest difference of any value between any two silos.</summary>
    public double Spread => Enumerable.Range(0, models[0].Length)
        .Max(i => models.Max(model => model[i]) - (double)models.Min(model => model[i]));

    public void Exchange(int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            float[][] merged = [.. models.Select((_, silo) => Merge(silo))];
            for (int silo = 0; silo < models.Length; silo++)
            {
                (before[silo], models[silo]) = (merged[silo], merged[silo]);
            }
        }
    }

    private float[] Merge(int silo)
    {
        int n = models.Length;
        SiloUpdate[] neighbours =
        [
            .. new[] { (silo + 1) % n, (silo + n - 1) % n }.Distinct().Select(peer => new SiloUpdate($"{peer}", models[peer], 1, 1)),
        ];
        float[] merged = new float[models[silo].Length];
        farther[silo] = SelfCentredClipping.Merge(
            new ClippingRequest(
                n, models[silo], before[silo], models[silo], neighbours, farther[silo], Updates.Layout(merged.Length), 1),
            merged).Farther;
        return merged;
    }
}
