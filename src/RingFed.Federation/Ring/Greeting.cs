using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Ring;

/// <summary>Who may talk to this silo, and which of two connections of a pair stays.</summary>
internal static class Greeting
{
    public static Hello Of(SessionPlan plan) => new(
        plan.Protocol.Oldest,
        plan.Protocol.Newest,
        plan.Federation,
        plan.Epoch,
        plan.Topology,
        plan.Roster[plan.Self],
        plan.Nonce);

    /// <returns>Null when the peer is welcome.</returns>
    public static WireFault? Judge(SessionPlan plan, int peer, Hello hello)
    {
        ProtocolRange theirs = new(hello.VersionMin, hello.VersionMax);
        if (plan.Protocol.HighestCommon(theirs) is null)
        {
            return new WireFault(
                WireFaultCode.UnknownVersion,
                $"{plan.Roster[peer]} speaks protocol {theirs}, {plan.Roster[plan.Self]} speaks {plan.Protocol}; upgrade "
                + (theirs.Newest < plan.Protocol.Oldest ? plan.Roster[peer] : plan.Roster[plan.Self]));
        }

        if (hello.Federation != plan.Federation)
        {
            return new WireFault(
                WireFaultCode.WrongFederation,
                $"{hello.Silo} belongs to federation '{hello.Federation}', {plan.Roster[plan.Self]} to '{plan.Federation}'");
        }

        if (hello.Silo != plan.Roster[peer])
        {
            return new WireFault(
                WireFaultCode.WrongSilo, $"the certificate names {plan.Roster[peer]} but the greeting says {hello.Silo}");
        }

        return hello.Topology == plan.Topology && hello.Epoch == plan.Epoch
            ? null
            : new WireFault(
                WireFaultCode.TopologyMismatch,
                $"topologies differ: {hello.Silo} has epoch {hello.Epoch} {hello.Topology}, {plan.Roster[plan.Self]} has epoch "
                + $"{plan.Epoch} {plan.Topology}; give both the same file");
    }

    /// <summary>
    /// Whether a second greeted connection to the same peer replaces the first. A peer with a new nonce has restarted,
    /// so the first is dead. Otherwise the dial of the lower silo id stays, so that crossing dials leave one connection
    /// and not none; of two dials by the same end, the later, because its dialler has given the earlier up.
    /// </summary>
    public static bool Replaces(SessionPlan plan, Link first, Link second)
    {
        if (first.Greeting!.Nonce != second.Greeting!.Nonce || first.Outgoing == second.Outgoing)
        {
            return true;
        }

        bool thisIsLower = string.CompareOrdinal(plan.Roster[plan.Self], plan.Roster[second.Peer]) < 0;
        return second.Outgoing == thisIsLower;
    }
}
