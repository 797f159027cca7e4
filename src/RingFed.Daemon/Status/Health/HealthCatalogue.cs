using System.Text.Json;

namespace RingFed.Daemon.Status.Health;

/// <summary>What each code means, how bad it is and what to do: the table of HEALTH.md, which a test holds against this one.</summary>
internal static class HealthCatalogue
{
    public static IReadOnlyDictionary<HealthCode, HealthEntry> Entries { get; } = new Dictionary<HealthCode, HealthEntry>
    {
        [HealthCode.LinkDown] = new(
            HealthSeverity.Warning,
            "No connection to a neighbour for 15 seconds or longer.",
            "see that the neighbour's daemon runs, and that both firewalls let the ring's port through"),
        [HealthCode.Isolated] = new(
            HealthSeverity.Critical,
            "No connection to any silo: nothing is sent or received.",
            "check this machine's network, DNS and firewall first; then ask the neighbours whether their daemons run"),
        [HealthCode.NeighbourIdentity] = new(
            HealthSeverity.Critical,
            "Certificate or key of a neighbour, or this silo's at the neighbour, is refused.",
            "compare the key digest in the topology with what 'ringfed init' printed at that silo; renew an expired certificate; "
            + "if neither explains it, treat it as someone else answering under that address"),
        [HealthCode.NeighbourTopology] = new(
            HealthSeverity.Critical,
            "A neighbour runs another topology: both refuse each other.",
            "run 'ringfed topology check' at both silos and give both the same file"),
        [HealthCode.NeighbourVersion] = new(
            HealthSeverity.Critical,
            "A neighbour speaks no protocol version that this daemon speaks.",
            "upgrade the older of the two daemons"),
        [HealthCode.BypassInUse] = new(
            HealthSeverity.Info,
            "A connection over one or two unreachable silos carries the ring.",
            "nothing here; it ends by itself when the silo between is back"),
        [HealthCode.SiloSuspected] = new(
            HealthSeverity.Warning,
            "This silo has not heard a neighbour for too long, or cannot reach it.",
            "ask that silo's operator; rounds still wait for it until enough others say the same or the deadline passes"),
        [HealthCode.SiloAbsent] = new(
            HealthSeverity.Warning,
            "Enough silos say that they cannot reach a silo: rounds do not wait for it.",
            "ask that silo's operator to start its daemon or mend its network; it catches up by itself"),
        [HealthCode.SiloMissing] = new(
            HealthSeverity.Warning,
            "A silo's update is in none of the last 3 rounds.",
            "see the reason in the rounds' records; a slow silo needs less local work or a longer roundDeadline"),
        [HealthCode.SiloConvicted] = new(
            HealthSeverity.Critical,
            "A silo signed two different records for one place; a close carries the proof, its updates are merged no more.",
            "treat that silo as compromised or as two copies of one state directory; the next epoch needs a new key for it"),
        [HealthCode.SiloLeft] = new(
            HealthSeverity.Info,
            "A silo has left in good order; the others go on without it.",
            "nothing; a new epoch takes it off the roster, or back in"),
        [HealthCode.CutOff] = new(
            HealthSeverity.Warning,
            "The others say that they cannot reach this silo.",
            "check this machine's firewall and whether its address in the topology leads here"),
        [HealthCode.BelowQuorum] = new(
            HealthSeverity.Critical,
            "Fewer silos are heard of than votes are needed: a minority waits, and closes nothing.",
            "bring silos or the network between them back; nothing is lost meanwhile, and nothing is decided by the minority"),
        [HealthCode.RoundOverdue] = new(
            HealthSeverity.Warning,
            "The open round is a minute or more past its deadline.",
            "look at who is awaited and why, below the round"),
        [HealthCode.Guarded] = new(
            HealthSeverity.Warning,
            "This silo's state was put back: it relays and follows but signs nothing until it can contradict nothing that it signed before.",
            "see that the silos it waits for run and can be reached; after a backup, snapshot or copy of the machine was put back run ringfed restore before the daemon starts"),
        [HealthCode.CatchingUp] = new(
            HealthSeverity.Info,
            "This silo takes over rounds that closed without it.",
            "nothing; it contributes from the next round on"),
        [HealthCode.SubsetRounds] = new(
            HealthSeverity.Info,
            "Closed rounds merged only a part of the roster.",
            "read who is missing before using the model: it has learnt less, or nothing, from them"),
        [HealthCode.NotByzantineRobust] = new(
            HealthSeverity.Info,
            "The aggregation rule, as set, withstands no silo that lies.",
            "trust every silo, or take a roster of 5 or more, byzantine: auto, and a robust rule"),
        [HealthCode.WorkDropped] = new(
            HealthSeverity.Warning,
            "The last round closed before this silo's local work was done; the work was thrown away.",
            "give the daemon more of the machine, or agree on less local work or a longer roundDeadline"),
        [HealthCode.ArithmeticDiffers] = new(
            HealthSeverity.Critical,
            "A quorum agreed on another aggregate than this machine computed from the same updates.",
            "do not trust this machine: check its memory and that all silos run the same version; the agreed aggregate is used"),
        [HealthCode.PayloadLost] = new(
            HealthSeverity.Warning,
            "An update that this silo signed is missing or damaged in its state directory.",
            "check the disk; the round closes with the update if the others hold it already, and without it otherwise"),
        [HealthCode.StateDamaged] = new(
            HealthSeverity.Warning,
            "Files of the state directory were torn or altered and not used.",
            "check the disk and what else writes to the directory; what was lost comes from the neighbours"),
        [HealthCode.StateUnwritable] = new(
            HealthSeverity.Critical,
            "The state directory could not be written: this silo signs nothing that it could forget.",
            "free space, or give the service's user the right to write"),
        [HealthCode.StateDiskLow] = new(
            HealthSeverity.Warning,
            "Less than 1 GB is free where the state directory lies.",
            "free space before the daemon has to stop"),
        [HealthCode.CertificateExpiring] = new(
            HealthSeverity.Warning,
            "This silo's certificate ends within 30 days.",
            "have the federation's authority sign the request again; the key stays, so nobody else has to do anything"),
        [HealthCode.CertificateExpired] = new(
            HealthSeverity.Critical,
            "This silo's certificate has ended: no new connection comes about.",
            "have the federation's authority sign the request again and restart the daemon"),
        [HealthCode.SessionRefused] = new(
            HealthSeverity.Critical,
            "The session refused to go on.",
            "do what the sentence says, then start the daemon again"),
        [HealthCode.Alarm] = new(
            HealthSeverity.Warning,
            "Something happened that the sentence describes.",
            "do what the sentence says"),
        [HealthCode.RevocationsOverdue] = new(
            HealthSeverity.Warning,
            "The authority's next list of revoked certificates is overdue; the old one stays in force.",
            "ask the federation's authority for its newest list"),
        [HealthCode.PeerKeptAway] = new(
            HealthSeverity.Warning,
            "A silo sent what fails its proof; it is kept away for a while, and gone around.",
            "ask that silo's operator to check disk, memory and version; again and again, treat it as hostile"),
        [HealthCode.Leaving] = new(
            HealthSeverity.Info,
            "A silo, this one or another, asked to leave; it takes effect with the close of a round.",
            "leave the daemon of that silo running until its status says that it may be stopped"),
        [HealthCode.RingGap] = new(
            HealthSeverity.Warning,
            "Three or more silos side by side have left: no connection reaches over them.",
            "keep one of their daemons running, or agree on a new epoch without them"),
        [HealthCode.DraftWaiting] = new(
            HealthSeverity.Warning,
            "Other silos signed a draft of the next epoch which this silo's operator has not signed, nor one that has as many signatures.",
            "read it with 'ringfed topology drafts sha256:...' and, if it is what your sites agreed on, sign it with 'ringfed topology sign sha256:...'"),
        [HealthCode.AggregateRejected] = new(
            HealthSeverity.Warning,
            "The held-out gate found the last aggregate worse than this silo's own model or the best one it drew from so far, and patients are drawn from that one.",
            "ask the other silos for their verdicts: when all reject it, someone sends what harms the model, "
            + "so look at who was merged and at the rule; when this silo is alone with it, its patients differ from the others'"),
        [HealthCode.FitRepeated] = new(
            HealthSeverity.Warning,
            "A masked sum came to nothing twice or more and is tried again: a silo that must be in it is away, or sent what does not fit.",
            "bring the silo that is named back before the rounds kept for sums are used up; without it the fit ends, because sums over other silos would give away the difference"),
        [HealthCode.FitWithout] = new(
            HealthSeverity.Warning,
            "Silos of the roster are in none of the masked sums: they were away when the first keys were exchanged, and what sums fit knows nothing of their patients.",
            "nothing brings them into this fit; when their patients are needed, start a federation under another name with all silos online and new state directories"),
        [HealthCode.FitFalse] = new(
            HealthSeverity.Critical,
            "What a silo signed for the masked sums proves that it does not keep to their protocol: its shares do not fit the keys it published, or it released shares that nobody dealt.",
            "ask that silo's operator for version and memory of the machine; if that explains nothing treat the silo as compromised, and agree on a topology without it"),
    };

    /// <summary>As printed: "link-down".</summary>
    public static string NameOf(HealthCode code) => JsonNamingPolicy.KebabCaseLower.ConvertName(code.ToString());

    public static HealthItem Item(HealthCode code, string? silo, string sentence, DateTimeOffset? since)
    {
        HealthEntry entry = Entries[code];
        return new HealthItem(code, entry.Severity, silo, sentence, entry.Remedy, since);
    }
}

/// <param name="Meaning">When the item is there.</param>
internal sealed record HealthEntry(HealthSeverity Severity, string Meaning, string Remedy);
