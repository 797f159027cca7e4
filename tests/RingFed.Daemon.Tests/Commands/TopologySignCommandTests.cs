using System.Text.Json;
using RingFed.Daemon.Tests.Status;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Ring.Status;

namespace RingFed.Daemon.Tests.Commands;

public sealed class TopologySignCommandTests
{
    [Fact]
    public async Task A_files_text_reaches_the_daemon_as_it_is_and_the_operator_reads_what_it_changes_and_what_comes_next()
    {
        await using LocalDoor door = await OpenAsync();
        string text = "# für Löwen\r\n" + Drafts.Next;
        door.Answer = new DraftAnswer(IsAccepted: true, "2 more of 4 silos have to sign it") { Draft = Drafts.DraftOf(text, "paris") };

        Invocation sign = await SignAsync(door, door.Write("next.yaml", text));

        Assert.Equal((ExitCodes.Success, ""), (sign.ExitCode, sign.Error));
        Assert.Equal([text], door.Signed);
        Assert.StartsWith("draft of epoch 5: it changes epoch 4:", sign.Output, StringComparison.Ordinal);
        Assert.Contains("silo leuven: removed", sign.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 more of 4 silos have to sign it" + Environment.NewLine, sign.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_draft_is_signed_by_its_digest()
    {
        await using LocalDoor door = await OpenAsync();
        door.Texts[Drafts.NextName] = Drafts.Next;

        Invocation sign = await SignAsync(door, Drafts.NextName);

        Assert.Equal((ExitCodes.Success, ""), (sign.ExitCode, sign.Error));
        Assert.Equal([Drafts.NextName["sha256:".Length..]], door.Signed);
        Assert.Contains("silo rome: new, between paris and berlin", sign.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_drops_this_silo_says_so_loudly()
    {
        await using LocalDoor door = await OpenAsync();

        Invocation sign = await SignAsync(door, door.Write("next.yaml", Drafts.NextOf("bologna", "berlin", "leuven")));

        Assert.Contains("it REMOVES THIS SILO, paris; it changes epoch 4:", sign.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_names_a_silo_which_has_left_is_signed_only_when_the_operator_takes_it_back()
    {
        await using LocalDoor door = await OpenAsync();
        door.Session = door.Session.With("berlin", SiloCondition.Left, "with round 5");
        door.Texts[Drafts.NextName] = Drafts.Next;
        string file = door.Write("next.yaml", Drafts.Next);

        Invocation silent = await SignAsync(door, file);
        Invocation byDigest = await SignAsync(door, Drafts.NextName, "--return", "leuven");
        Assert.Empty(door.Signed);
        Invocation meant = await SignAsync(door, file, "--return", "berlin");

        Assert.All([silent, byDigest], sign => Assert.Equal((ExitCodes.Refused, ""), (sign.ExitCode, sign.Output)));
        Assert.All([silent, byDigest], sign => Assert.Contains("the draft names berlin, which has left the ring", sign.Error, StringComparison.Ordinal));
        Assert.Contains("add --return berlin", silent.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Success, ""), (meant.ExitCode, meant.Error));
        Assert.Contains("WARNING: berlin has left the ring, and this takes it back", meant.Output, StringComparison.Ordinal);
        Assert.Equal([Drafts.Next], door.Signed);
    }

    [Fact]
    public async Task A_draft_without_the_silo_that_left_needs_no_word_about_it()
    {
        await using LocalDoor door = await OpenAsync();
        door.Session = door.Session.With("leuven", SiloCondition.Left, "with round 5");

        Invocation sign = await SignAsync(door, door.Write("next.yaml", Drafts.Next));

        Assert.Equal((ExitCodes.Success, ""), (sign.ExitCode, sign.Error));
        Assert.DoesNotContain("WARNING", sign.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_convicted_silo_comes_back_with_a_new_key_or_not_at_all()
    {
        await using LocalDoor door = await OpenAsync();
        door.Session = door.Session.With("berlin", SiloCondition.Convicted, "signed two updates in round 5");
        string key = Drafts.RunningTopology.Silos.Single(silo => silo.Id == "berlin").Key.Text;
        string rekeyed = Drafts.Next.Replace(key, "sha256:" + new string('b', 64), StringComparison.Ordinal);

        Invocation same = await SignAsync(door, door.Write("same.yaml", Drafts.Next), "--return", "berlin");
        Assert.Empty(door.Signed);
        Invocation renewed = await SignAsync(door, door.Write("renewed.yaml", rekeyed));

        Assert.Equal((ExitCodes.Refused, ""), (same.ExitCode, same.Output));
        Assert.Contains("keeps berlin, which is convicted of signing two records for one place, under the same key", same.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Success, ""), (renewed.ExitCode, renewed.Error));
    }

    [Fact]
    public async Task A_silo_that_the_draft_leaves_no_known_neighbour_is_named_before_it_is_signed()
    {
        await using LocalDoor door = await OpenAsync();
        string text = Drafts.NextOf("bologna", "rome", "paris", "milan", "berlin");

        Invocation sign = await SignAsync(door, door.Write("next.yaml", text));

        Assert.Equal((ExitCodes.Success, ""), (sign.ExitCode, sign.Error));
        Assert.Equal(
            ["WARNING: paris must not be away during the change, for nobody could lead it over: rome and milan, beside it in the draft, are not within 3 places of it now with the same key and address; put a silo beside it that is"],
            sign.Output.Split(Environment.NewLine).Where(line => line.StartsWith("WARNING", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_read_is_compared_with_what_the_daemon_signed()
    {
        await using LocalDoor door = await OpenAsync();
        door.Answer = new DraftAnswer(IsAccepted: true, "it is signed") { Draft = Drafts.DraftOf(Drafts.NextOf("bologna", "paris", "berlin"), "paris") };

        Invocation sign = await SignAsync(door, door.Write("next.yaml", Drafts.Next));

        Assert.Equal((ExitCodes.Failure, ""), (sign.ExitCode, sign.Output));
        Assert.Contains($"and this command read {Drafts.NextName}", sign.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_of_a_file_is_printed_and_nothing_is_asked_for()
    {
        await using LocalDoor door = await OpenAsync();

        Invocation torn = await SignAsync(door, door.Write("torn.yaml", Drafts.Next.Replace("seed: 1", "seed: x", StringComparison.Ordinal)));
        Invocation unlawful = await SignAsync(door, door.Write(
            "next.yaml", Drafts.Next.Replace("seed: 1", "seed: 2", StringComparison.Ordinal).Replace("epoch: 5", "epoch: 7", StringComparison.Ordinal)));
        Invocation absent = await SignAsync(door, "no-such.yaml");

        Assert.All([torn, unlawful, absent], sign => Assert.Equal((ExitCodes.BadInput, ""), (sign.ExitCode, sign.Output)));
        Assert.Contains("torn.yaml:9: model.seed", torn.Error, StringComparison.Ordinal);
        Assert.Equal(2, unlawful.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("epoch is 7, the running one is 4; write epoch: 5", unlawful.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be read", absent.Error, StringComparison.Ordinal);
        Assert.Empty(door.Signed);
    }

    [Fact]
    public async Task What_the_daemon_refuses_is_told_sentence_by_sentence()
    {
        await using LocalDoor door = await OpenAsync();
        door.Answer = new DraftAnswer(IsAccepted: false, "the first\nthe second");

        Invocation sign = await SignAsync(door, door.Write("next.yaml", Drafts.Next));
        Invocation json = await SignAsync(door, door.Write("next.yaml", Drafts.Next), "--json");

        Assert.Equal((ExitCodes.Refused, $"ringfed: the first{Environment.NewLine}ringfed: the second{Environment.NewLine}"), (sign.ExitCode, sign.Error));
        Assert.Equal(ExitCodes.Refused, json.ExitCode);
        Assert.False(JsonDocument.Parse(json.Output).RootElement.GetProperty("isAccepted").GetBoolean());
    }

    [Theory]
    [InlineData("sha256:00", "write sha256: and all 64 digits")]
    [InlineData("sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "is known here; known: sha256:")]
    public async Task A_digest_that_names_no_draft_is_refused(string name, string sentence)
    {
        await using LocalDoor door = await OpenAsync();

        Invocation sign = await SignAsync(door, name);

        Assert.Equal(ExitCodes.BadInput, sign.ExitCode);
        Assert.Contains(sentence, sign.Error, StringComparison.Ordinal);
        Assert.Empty(door.Signed);
    }

    [Fact]
    public async Task Without_a_daemon_it_says_who_signs_and_how_to_check_a_draft_meanwhile()
    {
        LocalDoor door = await OpenAsync();
        await door.DisposeAsync();
        using ScratchFolder folder = new();
        string silo = folder.Write("silo.yaml", "silo: paris\ntopology: t\nidentity: { key: k, certificate: c, authority: a }\ncohort: { schema: s, files: [ p ] }\nstate: state\n");

        Invocation sign = await Invocation.RunAsync("topology", "sign", folder.Write("next.yaml", Drafts.Next), "--config", silo);

        Assert.Equal(ExitCodes.Unreachable, sign.ExitCode);
        Assert.Contains("only the running daemon can sign", sign.Error, StringComparison.Ordinal);
        Assert.Contains("'ringfed topology check DRAFT --after RUNNING'", sign.Error, StringComparison.Ordinal);
    }

    private static async Task<LocalDoor> OpenAsync()
    {
        LocalDoor door = await LocalDoor.OpenAsync(Drafts.SessionWith("berlin"));
        door.Texts[Drafts.RunningTopology.DigestText] = Drafts.Running;
        return door;
    }

    private static Task<Invocation> SignAsync(LocalDoor door, string draft, params string[] more) =>
        Invocation.RunAsync(["topology", "sign", draft, "--config", door.SiloFile, .. more]);
}
