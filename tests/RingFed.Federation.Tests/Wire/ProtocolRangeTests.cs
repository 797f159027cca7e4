using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire;

public sealed class ProtocolRangeTests
{
    [Theory]
    [InlineData(1, 2, 1, 2, 2)]
    [InlineData(1, 2, 1, 1, 1)]
    [InlineData(1, 2, 2, 3, 2)]
    [InlineData(2, 2, 1, 7, 2)]
    public void A_link_speaks_the_newest_version_that_both_ends_know(int oldest, int newest, int theirOldest, int theirNewest, int expected)
    {
        ProtocolRange ours = new(oldest, newest);
        ProtocolRange theirs = new(theirOldest, theirNewest);

        Assert.Equal(expected, ours.HighestCommon(theirs));
        Assert.Equal(expected, theirs.HighestCommon(ours));
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(0, 0)]
    [InlineData(2, 1)]
    public void Without_a_common_version_there_is_none(int theirOldest, int theirNewest)
    {
        Assert.Null(new ProtocolRange(1, 2).HighestCommon(new ProtocolRange(theirOldest, theirNewest)));
    }

    [Fact]
    public void A_build_speaks_its_newest_version_and_the_one_before()
    {
        Assert.Equal(new ProtocolRange(FrameHeader.VersionNewest - 1, FrameHeader.VersionNewest), ProtocolRange.Spoken);
    }
}
