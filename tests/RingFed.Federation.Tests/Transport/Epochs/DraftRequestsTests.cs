using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Transport;
using RingFed.Federation.Transport.Epochs;
using static RingFed.Federation.Tests.Transport.Epochs.EpochFolder;

namespace RingFed.Federation.Tests.Transport.Epochs;

public sealed class DraftRequestsTests
{
    private readonly DraftRequests drafts = new();
    private readonly SessionInbox inbox = new();

    [Fact]
    public async Task The_session_hears_of_one_draft_after_the_other_and_each_gets_its_own_answer()
    {
        Task<DraftAnswer> text = drafts.AskAsync(Second.Text!);
        drafts.Open(inbox, First.Topology);
        Task<DraftAnswer> digest = drafts.AskAsync(Third.Digest);

        Assert.Equal(Second.Digest, Assert.IsType<DraftOffered>(Next()).Draft.Topology);
        Assert.Null(Next());
        drafts.Answer(Accepted(Second));
        Assert.Equal(Third.Digest, Assert.IsType<DraftAgreed>(Next()).Topology);
        drafts.Answer(new DraftAnswer(IsAccepted: false, "no such draft"));

        Assert.True((await text).IsAccepted);
        Assert.Equal("no such draft", (await digest).Sentence);
    }

    [Fact]
    public async Task A_text_that_cannot_follow_the_running_epoch_is_refused_with_every_fault()
    {
        drafts.Open(inbox, First.Topology);

        DraftAnswer answer = await drafts.AskAsync(Third.Text!.Replace("seed: 7", "seed: 8"));

        Assert.False(answer.IsAccepted);
        Assert.Contains("epoch", answer.Sentence);
        Assert.Contains("model.seed", answer.Sentence);
        Assert.Null(Next());
    }

    [Fact]
    public void An_answer_about_another_draft_is_to_nobody()
    {
        drafts.Open(inbox, First.Topology);
        Task<DraftAnswer> asked = drafts.AskAsync(Second.Text!);

        drafts.Answer(Accepted(Third));

        Assert.False(asked.IsCompleted);
    }

    [Fact]
    public async Task What_was_not_answered_in_one_epoch_is_judged_against_the_next()
    {
        drafts.Open(inbox, First.Topology);
        Task<DraftAnswer> asked = drafts.AskAsync(Second.Text!);

        drafts.Open(new SessionInbox(), Second.Topology);

        Assert.Contains("epoch", (await asked).Sentence);
    }

    [Fact]
    public async Task Nobody_waits_when_nothing_can_be_signed()
    {
        Task<DraftAnswer> before = drafts.AskAsync(Second.Digest);

        drafts.Shut("not yet");
        Assert.Equal("not yet", (await before).Sentence);
        Assert.Equal("not yet", (await drafts.AskAsync(Second.Digest)).Sentence);

        drafts.Close();
        Assert.False((await drafts.AskAsync(Second.Text!)).IsAccepted);
    }

    private static DraftAnswer Accepted(KnownTopology draft) => new(IsAccepted: true, "signed")
    {
        Draft = new DraftStatus(draft.Digest.ToString(), draft.Topology.Epoch, ["b"], 3, IsHere: true),
    };

    private RingEvent? Next() => inbox.Events.TryRead(out RingEvent? happened) ? happened : null;
}
