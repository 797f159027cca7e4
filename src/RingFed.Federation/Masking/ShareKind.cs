namespace RingFed.Federation.Masking;

/// <summary>Which of a member's two secrets a share belongs to. Numbers are on the wire: append only.</summary>
internal enum ShareKind : byte
{
    /// <summary>Nothing is released.</summary>
    None = 0,

    /// <summary>Of the seed of the member's own mask; released when its values are in the sum.</summary>
    Self = 1,

    /// <summary>Of the private key of its pair masks; released when its values are not in the sum.</summary>
    Pair = 2,
}
