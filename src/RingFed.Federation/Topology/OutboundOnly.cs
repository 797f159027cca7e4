namespace RingFed.Federation.Topology;

/// <summary>
/// Silos that no one can dial (<c>inbound: false</c>), as behind a firewall that opens nothing inwards: they dial, and the
/// link carries both directions. Two of them cannot reach each other.
/// </summary>
internal static class OutboundOnly
{
    /// <summary>Two outbound-only silos with an edge between them would fail on the day the edge is needed, so at check time.</summary>
    public static void RequireApart(IReadOnlyList<SectionReader> silos)
    {
        for (int later = 0; later < silos.Count; later++)
        {
            for (int earlier = 0; earlier < later; earlier++)
            {
                int places = Math.Min(later - earlier, silos.Count - (later - earlier));
                if (places <= RosterEdges.Reach && IsOutboundOnly(silos[later]) && IsOutboundOnly(silos[earlier]))
                {
                    Report(silos[earlier], silos[later], places);
                }
            }
        }
    }

    /// <summary>An address beside <c>inbound: false</c> would be dialled by no one, and read by people as if it were.</summary>
    public static SiloAddress? RefuseAddress(SectionReader silo)
    {
        if (silo.Has("address"))
        {
            silo.Fault("address", "is given, but inbound: false says that nobody dials this silo", "remove the address, or write inbound: true");
        }

        return null;
    }

    private static bool IsOutboundOnly(SectionReader silo) => silo.Has("inbound") && silo.Text("inbound") == "false";

    private static void Report(SectionReader earlier, SectionReader later, int places) => later.Fault(
        "inbound",
        $"is false for {NameOf(later)}, and for {NameOf(earlier)} on line {earlier.LineOf("inbound")}, {places} place{(places == 1 ? "" : "s")} away: "
        + "neither can dial the other",
        $"open one of the two, or reorder the ring so that more than {RosterEdges.Reach} places lie between them");

    private static string NameOf(SectionReader silo) => silo.Text("id") ?? $"the silo on line {silo.Line}";
}
