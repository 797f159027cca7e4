namespace RingFed.Federation.Ring.Closing;

/// <summary>What this silo can say of a proposal.</summary>
internal enum Validity
{
    /// <summary>Something that it speaks of has not come yet.</summary>
    Unknown,

    Valid,

    Invalid,
}
