using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Transport.Epochs;

/// <summary>
/// Operators who agree to drafts and wait for a session's answers. The session hears of one after the other, each judged
/// against the epoch that then runs. Lock: every member, because they ask from other threads.
/// </summary>
internal sealed class DraftRequests
{
    /// <summary>Waiting at once: an operator has one draft, and a script in a loop must not fill the memory.</summary>
    private const int WaitingMax = 16;

    private static readonly DraftAnswer TooMany = new(IsAccepted: false, $"{WaitingMax} signatures wait already: ask again in a moment");
    private static readonly DraftAnswer Ended = new(IsAccepted: false, "the session has ended: no epoch follows, and nothing was signed");

    private readonly Lock guard = new();
    private readonly Queue<Request> waiting = [];
    private SessionInbox? inbox;
    private FederationTopology? running;
    private DraftAnswer? refusal;

    private sealed class Request(string? text, Digest draft)
    {
        public string? Text { get; } = text;

        /// <summary>Of a text, known once it was read.</summary>
        public Digest Draft { get; set; } = draft;

        public TaskCompletionSource<DraftAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A draft as its file has it.</summary>
    public Task<DraftAnswer> AskAsync(string text) => AskAsync(new Request(text, default));

    /// <summary>A draft that others brought.</summary>
    public Task<DraftAnswer> AskAsync(Digest draft) => AskAsync(new Request(null, draft));

    /// <summary>A session begins: it hears of who asked before and was not answered.</summary>
    /// <param name="topology">What drafts are judged against.</param>
    public void Open(SessionInbox session, FederationTopology topology)
    {
        lock (guard)
        {
            (inbox, running, refusal) = (session, topology, null);
            PostNext();
        }
    }

    /// <summary>Until a session opens again, everyone is told why nothing can be signed.</summary>
    public void Shut(string why) => Shut(new DraftAnswer(IsAccepted: false, why));

    /// <summary>Nobody answers any more.</summary>
    public void Close() => Shut(Ended);

    /// <summary>The session's answer to the oldest request. One that names another draft is to nobody: it was asked for before a restart.</summary>
    public void Answer(DraftAnswer answer)
    {
        lock (guard)
        {
            if (waiting.TryPeek(out Request? oldest) && (answer.Draft is not { } draft || draft.Topology == oldest.Draft.ToString()))
            {
                waiting.Dequeue().Answer.SetResult(answer);
                PostNext();
            }
        }
    }

    private Task<DraftAnswer> AskAsync(Request request)
    {
        lock (guard)
        {
            if (refusal is not null || waiting.Count >= WaitingMax)
            {
                return Task.FromResult(refusal ?? TooMany);
            }

            waiting.Enqueue(request);
            if (waiting.Count == 1)
            {
                PostNext();
            }
        }

        return request.Answer.Task;
    }

    private void Shut(DraftAnswer why)
    {
        lock (guard)
        {
            (inbox, refusal) = (null, why);
            while (waiting.TryDequeue(out Request? request))
            {
                request.Answer.SetResult(why);
            }
        }
    }

    private void PostNext()
    {
        while (inbox is not null && waiting.TryPeek(out Request? request))
        {
            if (request.Text is not { } text)
            {
                inbox.Post(new DraftAgreed(request.Draft));
                return;
            }

            Loaded<FederationTopology> read = TopologyDraft.Read(text, "the draft", running!);
            if (read.Value is { } topology)
            {
                EpochDraft draft = new KnownTopology(topology, text).ToDraft();
                request.Draft = draft.Topology;
                inbox.Post(new DraftOffered(draft));
                return;
            }

            waiting.Dequeue().Answer.SetResult(new DraftAnswer(IsAccepted: false, string.Join("; ", read.Faults)));
        }
    }
}
