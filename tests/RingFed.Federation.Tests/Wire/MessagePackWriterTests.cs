using System.Buffers;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire;

public sealed class MessagePackWriterTests
{
    public static readonly TheoryData<long, string> Integers = MessagePackVectors.Integers;

    private delegate void Encode(ref MessagePackWriter writer);

    [Theory]
    [MemberData(nameof(Integers))]
    public void An_integer_takes_the_shortest_form_of_the_specification(long value, string hex)
    {
        Assert.Equal(hex, Hex((ref MessagePackWriter w) => w.Write(value)));
        if (value is >= int.MinValue and <= int.MaxValue)
        {
            Assert.Equal(hex, Hex((ref MessagePackWriter w) => w.Write((int)value)));
        }

        if (value >= 0)
        {
            Assert.Equal(hex, Hex((ref MessagePackWriter w) => w.Write((ulong)value)));
        }
    }

    [Fact]
    public void The_largest_unsigned_number_is_written_whole() =>
        Assert.Equal("cfffffffffffffffff", Hex((ref MessagePackWriter w) => w.Write(ulong.MaxValue)));

    [Fact]
    public void Nil_booleans_and_floats_match_the_specification()
    {
        Assert.Equal("c0", Hex((ref MessagePackWriter w) => w.WriteNil()));
        Assert.Equal("c0", Hex((ref MessagePackWriter w) => w.Write((string?)null)));
        Assert.Equal("c2", Hex((ref MessagePackWriter w) => w.Write(false)));
        Assert.Equal("c3", Hex((ref MessagePackWriter w) => w.Write(true)));
        Assert.Equal("ca3fc00000", Hex((ref MessagePackWriter w) => w.Write(1.5f)));
        Assert.Equal("cbc004000000000000", Hex((ref MessagePackWriter w) => w.Write(-2.5)));
    }

    [Theory]
    [InlineData(0, "a0")]
    [InlineData(31, "bf")]
    [InlineData(32, "d920")]
    [InlineData(255, "d9ff")]
    [InlineData(256, "da0100")]
    [InlineData(65535, "daffff")]
    [InlineData(65536, "db00010000")]
    public void A_string_takes_the_shortest_length_form(int length, string prefix) =>
        AssertPrefix(prefix, length, (ref MessagePackWriter w) => w.Write(new string('a', length)));

    [Theory]
    [InlineData(0, "c400")]
    [InlineData(255, "c4ff")]
    [InlineData(256, "c50100")]
    [InlineData(65535, "c5ffff")]
    [InlineData(65536, "c600010000")]
    public void A_byte_string_takes_the_shortest_length_form(int length, string prefix) =>
        AssertPrefix(prefix, length, (ref MessagePackWriter w) => w.Write(new byte[length]));

    [Theory]
    [InlineData(0, "90", "80")]
    [InlineData(15, "9f", "8f")]
    [InlineData(16, "dc0010", "de0010")]
    [InlineData(65535, "dcffff", "deffff")]
    [InlineData(65536, "dd00010000", "df00010000")]
    public void Array_and_map_headers_take_the_shortest_form(int count, string array, string map)
    {
        Assert.Equal(array, Hex((ref MessagePackWriter w) => w.WriteArrayHeader(count)));
        Assert.Equal(map, Hex((ref MessagePackWriter w) => w.WriteMapHeader(count)));
    }

    [Fact]
    public void The_front_page_example_of_the_format_is_reproduced() =>
        Assert.Equal("82a7636f6d70616374c3a6736368656d6100", Hex((ref MessagePackWriter w) =>
        {
            w.WriteMapHeader(2);
            w.Write("compact");
            w.Write(true);
            w.Write("schema");
            w.Write(0);
        }));

    [Fact]
    public void Raw_blocks_are_passed_on_unchanged() =>
        Assert.Equal("92c30102", Hex((ref MessagePackWriter w) =>
        {
            w.WriteRaw([0x92, 0xc3]);
            w.WriteRaw(Pieces.Cut([0x01, 0x02], 1));
        }));

    private static void AssertPrefix(string prefix, int length, Encode encode)
    {
        string hex = Hex(encode);
        Assert.StartsWith(prefix, hex, StringComparison.Ordinal);
        Assert.Equal(prefix.Length + 2 * length, hex.Length);
    }

    private static string Hex(Encode encode)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        encode(ref writer);
        writer.Flush();
        return Convert.ToHexStringLower(buffer.WrittenSpan);
    }
}
