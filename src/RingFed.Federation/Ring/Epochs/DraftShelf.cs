using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Records;

namespace RingFed.Federation.Ring.Epochs;

/// <summary>What is known of a draft that a proposal names.</summary>
internal enum DraftStanding
{
    /// <summary>Fully signed, and its text is on the disk.</summary>
    Ready,

    /// <summary>Signatures are missing here; others may hold them.</summary>
    Unsigned,

    /// <summary>Its text is not on the disk.</summary>
    Textless,

    /// <summary>It cannot follow this epoch, or not in the next round.</summary>
    Unlawful,
}

/// <summary>
/// Drafts of the next epoch: their texts, and who agreed to which. What two thirds of the silos agreed to, and whose text
/// is here, may be proposed; nothing else is.
/// </summary>
internal sealed class DraftShelf(SessionPlan plan, RecordPool pool)
{
    private readonly Dictionary<Digest, EpochDraft> texts = [];
    private readonly Dictionary<Digest, string> unlawful = [];
    private readonly Dictionary<Digest, string> unread = [];

    /// <summary>Signatures that a draft needs of so many silos: two thirds, rounded up.</summary>
    public static int Needed(int active) => ((2 * active) + 2) / 3;

    /// <summary>Drafts that silos agreed to whose text is not here, best first; no more than are worth asking for.</summary>
    public IEnumerable<Digest> Missing(OriginSet active) => Ranked(active)
        .Take(SessionCaps.DraftsAsked)
        .Where(Lacks);

    /// <summary>Its text is not here, and may still come.</summary>
    public bool Lacks(Digest draft) => !texts.ContainsKey(draft) && !unlawful.ContainsKey(draft);

    /// <summary>Its text is on the disk.</summary>
    public void Add(EpochDraft draft) => texts[draft.Topology] = draft;

    /// <summary>Its text came and cannot follow this epoch.</summary>
    public void Refuse(Digest draft, string why) => unlawful.TryAdd(draft, why);

    /// <summary>A text that came for it cannot be read by this version; another silo may have one that can.</summary>
    /// <returns>False when that is known.</returns>
    public bool PassOver(Digest draft, string why) => unread.TryAdd(draft, why);

    /// <returns>Null while its text is not on the disk.</returns>
    public EpochDraft? Find(Digest draft) => texts.GetValueOrDefault(draft);

    /// <summary>What this silo would have the epoch after <paramref name="round"/> be; none when the epoch goes on.</summary>
    public Digest Best(int round, OriginSet active) =>
        Ranked(active).FirstOrDefault(draft => StandingOf(draft, round, active) == DraftStanding.Ready);

    /// <summary>Whether the round may close with this draft as the next epoch.</summary>
    public DraftStanding StandingOf(Digest draft, int round, OriginSet active) => texts.GetValueOrDefault(draft) switch
    {
        _ when unlawful.ContainsKey(draft) => DraftStanding.Unlawful,
        { } text when ObstacleIn(text, round) is not null => DraftStanding.Unlawful,
        _ when pool.Epochs.SignedBy(draft).Intersect(active).Count < Needed(active.Count) => DraftStanding.Unsigned,
        null => DraftStanding.Textless,
        _ => DraftStanding.Ready,
    };

    /// <summary>By signatures, most first, then by digest.</summary>
    /// <param name="round">The one that carried one of them, or the first that could.</param>
    public IReadOnlyList<DraftStatus> Read(int round, OriginSet active) =>
        [.. Ranked(active).Concat(texts.Keys.OrderBy(draft => draft.ToString(), StringComparer.Ordinal)).Distinct().Select(draft => Read(draft, round, active))];

    public DraftStatus Read(Digest draft, int round, OriginSet active) => new(
        draft.ToString(),
        plan.Epoch + 1,
        [.. pool.Epochs.SignedBy(draft).Intersect(active).ToList().Select(origin => plan.Roster[origin])],
        Needed(active.Count),
        texts.ContainsKey(draft))
    {
        Obstacle = ObstacleTo(draft, round),
    };

    private string? ObstacleTo(Digest draft, int round) => texts.GetValueOrDefault(draft) switch
    {
        { } text => ObstacleIn(text, round),
        _ when unlawful.TryGetValue(draft, out string? fault) => $"it cannot follow this epoch: {fault}",
        _ => unread.TryGetValue(draft, out string? fault) ? $"no text of it came yet that this version can read ({fault}): if that stays so, upgrade this daemon" : null,
    };

    /// <summary>
    /// An epoch without a round could never be left again; one that began amid masked sums would have other silos in them;
    /// and what closed rounds were for does not change.
    /// </summary>
    private string? ObstacleIn(EpochDraft draft, int round) => plan.PhasesOf(draft) switch
    {
        var phases when phases.Total <= round + 1 => "its rounds are over already",
        var phases when !phases.KeepsKinds(plan.Phases, round) => "it changes exchange.rounds, and the training rounds are over",
        var phases when phases.KindOf(round + 1) == RoundKind.Statistic && phases.FirstOf(round + 1) <= round =>
            $"masked sums are under way among the silos of this epoch, up to round {phases.LastOf(round)}",
        _ => null,
    };

    private IEnumerable<Digest> Ranked(OriginSet active) => pool.Epochs.Assents
        .OrderByDescending(draft => draft.Value.Intersect(active).Count)
        .ThenBy(draft => draft.Key.ToString(), StringComparer.Ordinal)
        .Select(draft => draft.Key);
}
