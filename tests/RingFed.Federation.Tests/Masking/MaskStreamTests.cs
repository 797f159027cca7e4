using System.Buffers.Binary;
using RingFed.Federation.Masking;

namespace RingFed.Federation.Tests.Masking;

public sealed class MaskStreamTests
{
    /// <summary>AES-256 of a zero block under a zero key, the first answer of the algorithm's known-answer tests.</summary>
    [Fact]
    public void The_first_entry_is_the_cipher_of_block_zero()
    {
        UInt128[] values = [0];
        MaskStream.Apply(new byte[MaskStream.KeyLength], values, subtract: false);
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, values[0]);
        Assert.Equal("DC95C078A2408989AD48A21492842087", Convert.ToHexString(bytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(2000)]
    public void A_mask_taken_off_leaves_what_was_there(int length)
    {
        byte[] key = [.. Enumerable.Range(0, MaskStream.KeyLength).Select(index => (byte)index)];
        UInt128[] values = [.. Enumerable.Range(0, length).Select(index => UInt128.MaxValue - (UInt128)index)];
        UInt128[] masked = [.. values];
        MaskStream.Apply(key, masked, subtract: false);
        Assert.Equal(length, masked.Distinct().Count());
        Assert.DoesNotContain(masked, value => values.Contains(value));
        MaskStream.Apply(key, masked, subtract: true);
        Assert.Equal(values, masked);
    }
}
