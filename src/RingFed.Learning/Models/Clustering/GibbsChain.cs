using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.Clustering;

/// <summary>
/// One silo's view of the sampler: sums and draws in turn. The order is fixed: count, add up over the ring, take the
/// total, which draws what is shared and sweeps over the patients. The second half of the totals is kept.
/// </summary>
internal sealed class GibbsChain
{
    /// <summary>No number of sums reaches it, so that equal seeds give the silo's draws and the shared ones different streams.</summary>
    private const int OwnStream = int.MaxValue;

    private readonly AssignmentSampler _sampler;
    private readonly HierarchicalMixtureOptions _options;
    private readonly long _sharedSeed;
    private readonly int _genes;
    private readonly long[] _kept;
    private SharedDraw? _shared;
    private int _taken;

    /// <param name="rows">Those without a gene are left out: they say nothing of any component.</param>
    /// <param name="sharedSeed">The same at every silo.</param>
    /// <param name="ownSeed">The silo's own.</param>
    public GibbsChain(int[][] rows, int genes, HierarchicalMixtureOptions options, long sharedSeed, long ownSeed)
    {
        (_genes, _options, _sharedSeed) = (genes, options, sharedSeed);
        _kept = new long[MixtureTotals.Length(options.Components, genes)];
        _sampler = new AssignmentSampler([.. rows.Where(row => row.Length > 0)], genes, options, new SeededRandom(ownSeed, OwnStream));
    }

    public bool IsComplete => _taken == _options.Sums;

    private int KeptFrom => _options.Sums / 2;

    public long[] Count() => _sampler.Count(_shared).Values;

    public void Take(long[] total)
    {
        MixtureTotals totals = new(total, _options.Components, _genes);
        if (_taken >= KeptFrom)
        {
            for (int i = 0; i < _kept.Length; i++)
            {
                _kept[i] += total[i];
            }
        }

        _shared = SharedDraw.From(totals, _options, new SeededRandom(_sharedSeed, _taken));
        _taken++;
        for (int sweep = 0; sweep < _options.Sweeps && !IsComplete; sweep++)
        {
            _sampler.Sweep(_shared);
        }
    }

    /// <summary>Means over the totals kept, like components merged, small ones dropped, small cells merged, the largest first.</summary>
    public IReadOnlyList<GeneComponent> Components()
    {
        MixtureTotals kept = new(_kept, _options.Components, _genes);
        double draws = Math.Max(1, _taken - KeptFrom);
        List<GeneComponent> components = [];
        for (int k = 0; k < _options.Components; k++)
        {
            components.Add(new GeneComponent(kept.Patients[k] / draws, [.. kept.Carriers(k).ToArray().Select(count => count / draws)]));
        }

        return SmallCells.Merge(
            ComponentMerger.Merge(components, _options.MergeCosine, _options.PatientsMin), GeneComponents.PatientsFloor);
    }
}
