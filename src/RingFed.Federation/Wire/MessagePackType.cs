namespace RingFed.Federation.Wire;

/// <summary>Kinds of values in the MessagePack format.</summary>
public enum MessagePackType : byte
{
    /// <summary>Code 0xC1, which the format never uses.</summary>
    Unknown = 0,
    Integer = 1,
    Nil = 2,
    Boolean = 3,
    Float = 4,
    String = 5,
    Binary = 6,
    Array = 7,
    Map = 8,
    Extension = 9,
}
