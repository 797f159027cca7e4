using System.CommandLine;
using System.Text;
using RingFed.Daemon.Admin;
using RingFed.Daemon.Status;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Commands;

/// <summary>
/// <c>ringfed topology sign</c>: this silo agrees to a draft of the next epoch. The running daemon judges and signs, because
/// it alone knows what is running, and a signature must be on its disk before it leaves.
/// </summary>
internal static class TopologySignCommand
{
    public static Command Create()
    {
        Argument<string> name = new("draft") { Description = "The draft's file; or sha256:..., a draft that 'ringfed topology drafts' lists." };
        Option<FileInfo> silo = CommonOptions.SiloFile();
        Option<bool> json = CommonOptions.Json();
        Command command = new(
            "sign",
            "Agree, for this silo, to a draft of the next epoch, and spread it. It takes effect with the close of a round, once two thirds of "
            + "the silos have signed it. A signature cannot be taken back; several drafts may be signed, and one of them comes.")
        {
            name, silo, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string draft = parsed.GetValue(name)!;
            string siloFile = parsed.GetValue(silo)!.FullName;
            (DraftAnswer answer, string changes) = draft.StartsWith("sha256:", StringComparison.Ordinal)
                ? await SignKnownAsync(siloFile, draft, cancellationToken)
                : await SignFileAsync(siloFile, draft, cancellationToken);
            if (parsed.GetValue(json))
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(Encoding.UTF8.GetString(StatusJson.Serialize(answer)));
                return answer.IsAccepted ? ExitCodes.Success : ExitCodes.Refused;
            }

            string said = answer.IsAccepted
                ? changes + answer.Sentence
                : throw new CommandFailure(ExitCodes.Refused, answer.Sentence.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            await parsed.InvocationConfiguration.Output.WriteLineAsync(said);
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<(DraftAnswer Answer, string Changes)> SignKnownAsync(string siloFile, string name, CancellationToken cancellationToken)
    {
        TopologyDraftsCommand.RequireName(name);
        SessionStatus session = await AskAsync(siloFile, cancellationToken);
        DraftStatus draft = TopologyDraftsCommand.Find(TopologyDraftsCommand.EpochsOf(session), name);
        DraftReport report = await TopologyDraftsCommand.ReadAsync(siloFile, session, draft, cancellationToken);
        DraftAnswer? answer = await AdminClient.TrySignDraftAsync(StatusCommand.SocketOf(siloFile), name, cancellationToken);
        return (answer ?? throw Unanswered(siloFile), Render(draft.Epoch, report.Changes, report.Removed, session.Silo));
    }

    private static async Task<(DraftAnswer Answer, string Changes)> SignFileAsync(string siloFile, string file, CancellationToken cancellationToken)
    {
        InputFailures failures = new();
        FederationTopology? next = failures.Take(TopologyFile.Load(file));
        failures.ThrowIfAny();
        SessionStatus session = await AskAsync(siloFile, cancellationToken);
        string runningText = await TopologyDraftsCommand.TextOfAsync(siloFile, session.Topology, cancellationToken);
        FederationTopology? running = failures.Take(TopologyFile.Parse(runningText, "the running topology"));
        _ = running is null ? null : failures.Take(TopologyDraft.Load(file, running));
        failures.ThrowIfAny();
        DraftAnswer? answer = await AdminClient.TrySignTextAsync(
            StatusCommand.SocketOf(siloFile), await File.ReadAllTextAsync(file, cancellationToken), cancellationToken);
        return (
            answer ?? throw Unanswered(siloFile),
            Render(next!.Epoch, TopologyChanges.Between(running!, next), next.IndexOf(session.Silo) < 0, session.Silo));
    }

    private static string Render(int epoch, IReadOnlyList<TopologyChange> changes, bool removed, string silo)
    {
        StringBuilder text = new();
        text.AppendLine($"draft of epoch {epoch}: {DraftReport.Heading(epoch - 1, changes, removed, silo)}");
        DraftText.Append(text, changes);
        return text.ToString();
    }

    private static async Task<SessionStatus> AskAsync(string siloFile, CancellationToken cancellationToken)
    {
        string socket = StatusCommand.SocketOf(siloFile);
        DaemonStatus? status = await AdminClient.TryGetStatusAsync(socket, cancellationToken);
        return status?.Session ?? throw new CommandFailure(
            ExitCodes.Unreachable,
            [
                $"no daemon answers on {socket}, and only the running daemon can sign: start it with 'ringfed run --config {siloFile}', then sign",
                "a draft can be checked without it: 'ringfed topology check DRAFT --after RUNNING'",
            ]);
    }

    private static CommandFailure Unanswered(string siloFile) => new(
        ExitCodes.Unreachable,
        $"the daemon on {StatusCommand.SocketOf(siloFile)} gave no answer: see 'ringfed topology drafts' whether the draft is signed, and sign again if not; signing twice is signing once");
}
