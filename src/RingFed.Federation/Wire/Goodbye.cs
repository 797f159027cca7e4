using System.Text;

namespace RingFed.Federation.Wire;

/// <summary>
/// Body of a <see cref="FrameType.Goodbye"/>: <c>[code: uint16, sentence: str]</c>. A code that is not known here is
/// kept as its number.
/// </summary>
public static class Goodbye
{
    public static void Encode(ref MessagePackWriter writer, WireFault fault)
    {
        writer.WriteArrayHeader(2);
        writer.Write((ushort)fault.Code);
        writer.Write(Shorten(fault.Sentence));
    }

    /// <exception cref="WireException">The body is malformed.</exception>
    public static WireFault Decode(in Frame frame)
    {
        MessagePackReader reader = new(frame.Body);
        reader.RequireArray(2, "goodbye");
        WireFaultCode code = (WireFaultCode)reader.ReadUInt16();
        string sentence = reader.RequireString(WireCaps.SentenceBytesMax, "sentence");
        reader.RequireEnd("goodbye");
        return new WireFault(code, sentence);
    }

    // Cut at a character, so that the receiver's strict UTF-8 accepts it.
    private static string Shorten(string sentence)
    {
        int length = sentence.Length;
        while (Encoding.UTF8.GetByteCount(sentence.AsSpan(0, length)) > WireCaps.SentenceBytesMax)
        {
            length--;
        }

        if (length > 0 && length < sentence.Length && char.IsHighSurrogate(sentence[length - 1]))
        {
            length--;
        }

        return sentence[..length];
    }
}
