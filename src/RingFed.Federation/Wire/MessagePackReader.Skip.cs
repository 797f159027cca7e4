using System.Buffers;

namespace RingFed.Federation.Wire;

/// <content>Steps over values that a message does not interpret, extensions among them.</content>
public ref partial struct MessagePackReader
{
    /// <summary>Steps over one value of any kind, nested ones included, to <see cref="WireCaps.DepthMax"/> levels.</summary>
    public void Skip() => Skip(WireCaps.DepthMax);

    /// <summary>One value as it lies in the input, its code included.</summary>
    public ReadOnlySequence<byte> ReadRaw()
    {
        SequencePosition start = reader.Position;
        Skip();
        return reader.Sequence.Slice(start, reader.Position);
    }

    private void Skip(int levels)
    {
        if (levels == 0)
        {
            throw new WireException(WireFaultCode.TooDeep, $"values are nested deeper than {WireCaps.DepthMax} levels");
        }

        switch (NextMessagePackType)
        {
            case MessagePackType.Array:
                SkipEach(ReadArrayHeader(), levels - 1);
                break;
            case MessagePackType.Map:
                SkipEach(2 * (long)ReadMapHeader(), levels - 1);
                break;
            default:
                SkipScalar();
                break;
        }
    }

    private void SkipEach(long count, int levels)
    {
        for (long i = 0; i < count; i++)
        {
            Skip(levels);
        }
    }

    private void SkipScalar()
    {
        switch (NextMessagePackType)
        {
            case MessagePackType.Integer:
                ReadInteger();
                break;
            case MessagePackType.String:
                ReadString();
                break;
            case MessagePackType.Binary:
                ReadBytes();
                break;
            case MessagePackType.Extension:
                SkipExtension();
                break;
            default:
                SkipFixed(ReadCode());
                break;
        }
    }

    private void SkipFixed(byte code) => ReadBlock("value", code switch
    {
        MessagePackCode.Nil or MessagePackCode.False or MessagePackCode.True => 0,
        MessagePackCode.Float32 => 4,
        MessagePackCode.Float64 => 8,
        _ => throw Unexpected("a value", code),
    });

    private void SkipExtension()
    {
        byte code = ReadCode();
        uint length = code switch
        {
            MessagePackCode.Ext8 => ReadShortest(1, 0),
            MessagePackCode.Ext16 => ReadShortest(2, 0x100),
            MessagePackCode.Ext32 => ReadShortest(4, 0x1_0000),
            _ => 1u << (code - MessagePackCode.FixExt1),
        };
        ReadCode();
        ReadBlock("extension", length);
    }
}
