using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Transport.Epochs;
using static RingFed.Federation.Tests.Ring.SessionBench;
using static RingFed.Federation.Tests.Transport.Epochs.EpochFolder;

namespace RingFed.Federation.Tests.Transport.Epochs;

public sealed class TopologyExaminerTests : IDisposable
{
    private readonly EpochFolder folder = new();
    private readonly EpochKeys keys;
    private readonly TopologyExaminer examiner;

    public TopologyExaminerTests()
    {
        keys = new EpochKeys(folder.Load(Second));
        examiner = new TopologyExaminer(Second.Topology, keys);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_draft_that_may_follow_is_good()
    {
        TopologyExamined examined = Examine(Third.Digest, Third.Text!, isDraft: true);

        Assert.Null(examined.Fault);
        Assert.Equal((Third.Digest, 3, Second.Digest, Third.Text), (examined.Draft!.Topology, examined.Draft.Epoch, examined.Draft.Previous, examined.Draft.Text));
        Assert.Equal(["b", "e", "a"], examined.Draft.Roster);
    }

    [Fact]
    public void A_draft_that_may_not_follow_is_known_for_what_it_is_with_the_reason()
    {
        TopologyExamined examined = Examine(First.Digest, First.Text!, isDraft: true);

        Assert.Equal(First.Digest, examined.Draft!.Topology);
        Assert.Contains("epoch", examined.Fault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_text_is_known_for_what_it_says_whatever_was_asked_for_and_one_that_cannot_be_read_for_why(bool isDraft)
    {
        TopologyExamined other = Examine(Third.Digest, First.Text!, isDraft);
        TopologyExamined broken = Examine(Third.Digest, First.Text!.Replace("version: 1", "version: 9", StringComparison.Ordinal) + "\nnovelty: 1\n", isDraft);

        Assert.Equal((Third.Digest, First.Digest), (other.Wanted, other.Draft!.Topology));
        Assert.Null(broken.Draft);
        Assert.Contains("novelty", broken.Fault);
    }

    [Fact]
    public void Keys_are_not_learnt_from_a_text_that_is_another_than_what_was_asked_for()
    {
        Examine(Third.Digest, First.Text!, isDraft: false);

        Assert.Null(keys.KeyOf(1, "c"));
    }

    [Fact]
    public void Keys_of_an_epoch_that_is_over_are_known_once_its_text_was_read()
    {
        Assert.Null(keys.KeyOf(1, "c"));

        Assert.Null(Examine(First.Digest, First.Text!, isDraft: false).Fault);

        Assert.Equal($"sha256:{DigestOf("c")}", keys.KeyOf(1, "c")!.Text);
        Assert.Null(keys.KeyOf(1, "e"));
        Assert.Equal($"sha256:{DigestOf("e")}", keys.KeyOf(2, "e")!.Text);
        Assert.Null(keys.KeyOf(3, "e"));
    }

    private TopologyExamined Examine(Digest wanted, string text, bool isDraft) => examiner.Examine(new ExamineTopology(1, wanted, text, isDraft));
}
