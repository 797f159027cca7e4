using System.Diagnostics.CodeAnalysis;
using RingFed.Federation.Identity;
using RingFed.Federation.Messages;

namespace RingFed.Federation.Topology;

/// <summary>
/// What all silos agreed on: roster, exchange, model and privacy. Two silos talk only when their digests are equal.
/// Immutable; a change is a new epoch.
/// </summary>
public sealed record FederationTopology
{
    /// <summary>Name of the federation, as in every certificate.</summary>
    public required string Federation { get; init; }

    /// <summary>Version of this agreement, 1 and up.</summary>
    public required int Epoch { get; init; }

    /// <summary>
    /// Digest of the epoch before, whose silos sign this one; null for the epoch that a federation began with. It makes the
    /// epochs a chain: who holds the newest file can check every older one.
    /// </summary>
    public Digest? Previous { get; init; }

    public ProtocolSettings Protocol { get; init; } = new();

    /// <summary>The roster. Its order is the ring; 2 to 128 silos.</summary>
    public required IReadOnlyList<SiloEntry> Silos { get; init; }

    public ExchangeSettings Exchange { get; init; } = new();

    /// <summary>f: silos that may lie. The roster has at least 3f+1.</summary>
    public int Byzantine { get; init; }

    public AggregationSettings Aggregation { get; init; } = new();

    public required ModelSettings Model { get; init; }

    public PrivacySettings Privacy { get; init; } = new();

    /// <summary>Votes that close a round, and stops the ring survives.</summary>
    public Quorum Quorum => new(Silos.Count, Byzantine);

    /// <summary>SHA-256 of the canonical form, 32 bytes: of what the file says, not of how it is written.</summary>
    public ReadOnlyMemory<byte> Digest => CanonicalTopology.Digest(this);

    /// <summary>The digest as "sha256:" and hexadecimal digits.</summary>
    public string DigestText => TopologyDigest.TextOf(new Digest(Digest.Span));

    /// <returns>Place in the ring, from 0; -1 when the silo is not in the roster.</returns>
    public int IndexOf(string silo)
    {
        for (int i = 0; i < Silos.Count; i++)
        {
            if (Silos[i].Id == silo)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The silo whose updates arrive first at <paramref name="silo"/>. With two silos it is also the successor.</summary>
    /// <exception cref="ArgumentException">The silo is not in the roster.</exception>
    public SiloEntry PredecessorOf(string silo) => At(silo, -1);

    /// <summary>The silo to which <paramref name="silo"/> sends.</summary>
    /// <exception cref="ArgumentException">The silo is not in the roster.</exception>
    public SiloEntry SuccessorOf(string silo) => At(silo, +1);

    private SiloEntry At(string silo, int step)
    {
        int index = IndexOf(silo);
        return index >= 0
            ? Silos[(index + step + Silos.Count) % Silos.Count]
            : throw new ArgumentException($"silo {silo} is not in the roster of {Federation}, epoch {Epoch}");
    }
}

/// <summary>A place in the roster.</summary>
/// <param name="Id">Name, by the rule of <see cref="RingName"/>.</param>
/// <param name="Address">Where the others dial it; null for a silo that only dials itself (<c>inbound: false</c>).</param>
/// <param name="Key">Digest of its public key, by which its signatures are judged.</param>
public sealed record SiloEntry(string Id, SiloAddress? Address, SpkiDigest Key)
{
    /// <summary>Whether the others may dial it.</summary>
    [MemberNotNullWhen(true, nameof(Address))]
    public bool AcceptsConnections => Address is not null;
}
