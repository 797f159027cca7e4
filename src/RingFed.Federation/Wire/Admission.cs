namespace RingFed.Federation.Wire;

/// <summary>
/// Body of a <see cref="FrameType.Admission"/>: <c>[1]</c>, "your certificate is accepted". The number leaves room for
/// conditions of admission.
/// </summary>
public static class Admission
{
    private const byte Unconditional = 1;

    public static void Encode(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Write(Unconditional);
    }

    /// <exception cref="WireException">The body is malformed, or says something this version does not know.</exception>
    public static void Decode(in Frame frame)
    {
        MessagePackReader reader = new(frame.Body);
        reader.RequireArray(1, "admission");
        if (reader.ReadByte() != Unconditional)
        {
            throw new WireException(WireFaultCode.Malformed, "admission with an unknown condition");
        }

        reader.RequireEnd("admission");
    }
}
