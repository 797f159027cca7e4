using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Evaluation.Privacy;

/// <summary>
/// Is a generator marked COPYING? By its DCR share (<see cref="DcrShare.IsCopying"/>), or by the strongest membership attack,
/// whose AUC is then above .60 at its lower 95 % bound. Both are needed: the share compares with as many training as hold-out
/// patients, so where four fifths were trained on, a generator that hands out nothing but training patients reaches only .63.
/// </summary>
internal static class CopyingMark
{
    private const double AttackAbove = .60;

    /// <returns>Null where neither marks it and the share is unknown.</returns>
    public static bool? Of(IReadOnlyList<MetricResult> measured)
    {
        MetricResult? share = Find(MetricCatalog.DcrShare);
        MetricResult? attack = Find(MetricCatalog.MembershipArea);
        bool? byShare = share is null ? null : DcrShare.IsCopying(share.Synthetic, share.Floor);
        return attack?.Synthetic.Low > AttackAbove ? true : byShare;

        MetricResult? Find(MetricDefinition metric) => measured.FirstOrDefault(result => result.Metric == metric);
    }
}
