using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Evaluation.Privacy;

/// <summary>
/// Is a generator marked COPYING? By its DCR share (<see cref="DcrShare.IsCopying"/>), or by the strongest membership attack,
/// whose AUC is then above .60 and above that of independent columns: its lower 95 % bound exceeds both .60 and the floor's
/// upper bound, since columns drawn from the training patients tell of them too. Both marks are needed: the share compares with as many training as hold-out
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
        return attack is not null && IsNamed(attack) ? true : byShare;

        MetricResult? Find(MetricDefinition metric) => measured.FirstOrDefault(result => result.Metric == metric);
    }

    private static bool IsNamed(MetricResult attack) =>
        attack.Synthetic.Low is { } low && low > AttackAbove && low > (attack.Floor.High ?? attack.Floor.Value ?? 0);
}
