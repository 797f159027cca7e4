namespace RingFed.Federation.Codecs;

/// <summary>A codec that does not exist, or bytes of another length than the values need. The message says what to change.</summary>
public sealed class CodecException(string message) : Exception(message);
