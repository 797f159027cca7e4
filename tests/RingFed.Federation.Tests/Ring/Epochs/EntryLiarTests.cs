using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using static RingFed.Federation.Tests.Ring.Epochs.EntryHistory;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Ring.Epochs;

/// <summary>Whatever peers answer, one that is honest among them is enough.</summary>
public sealed class EntryLiarTests
{
    private const int Patience = 400;

    [Fact]
    public void One_honest_peer_among_liars_is_enough_and_what_is_stored_is_true() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        seed =>
        {
            Random dice = new(seed);
            EntryBench bench = EntryBench.Started();
            int honest = dice.Next(4);
            for (int peer = 0; peer < 4; peer++)
            {
                if (peer != honest)
                {
                    bench.Peers[peer] = question => Lie(question, dice);
                }
            }

            for (int turn = 0; turn < Patience && bench.End is null; turn++)
            {
                Meet(bench, honest);
                bench.TickUntil(bench.Now + EntryPlan.Times.TickMs);
            }

            Assert.NotNull(bench.End);
            Assert.Equal(Before, bench.Entry.Earlier);
            Assert.Equal(Chain.Select(close => close.Id), bench.Entry.Closes.Select(close => close.Id));
            Assert.All(bench.Entry.Closes, close => Assert.All(close.Precommits, vote => Assert.Contains(vote.Id, Votes)));
            Assert.Equal(Chain.Select(close => close.Precommits.Count), bench.Entry.Closes.Select(close => close.Precommits.Count));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(20261121, 7));

    /// <summary>Who is not connected comes back; the honest one and another tell where the epoch began, and one liar lies.</summary>
    private static void Meet(EntryBench bench, int honest)
    {
        for (int peer = 0; peer < 4; peer++)
        {
            if (bench.End is null && !bench.IsConnected(peer))
            {
                int link = bench.Connect(peer);
                bench.Take(link, Sign(OpeningOf((honest + 1) % 4, 20, Chain[19])));
                bench.Take(link, Sign(OpeningOf((honest + 2) % 4)));
                bench.Take(link, Sign(OpeningOf(honest)));
            }
        }
    }

    private static RingMessage[] Lie(RingMessage question, Random dice)
    {
        List<RingMessage> answer = [.. EntryBench.Honest(question)];
        int place = dice.Next(Math.Max(1, answer.Count));
        switch (dice.Next(8))
        {
            case 0: return [];
            case 1: return [.. answer.Take(place)];
            case 2: return [.. answer.Skip(1)];
            case 3: return [.. answer, .. answer];
            case 4: return [new TopologyText("text of three")];
            case 5: return [.. Chain.Skip(dice.Next(Rounds)).Take(5).Select(close => new CloseMessage(close))];
            default: return [.. answer.Select((message, index) => index == place ? Bend(message, dice) : message)];
        }
    }

    private static RingMessage Bend(RingMessage message, Random dice)
    {
        if (message is not CloseMessage { Close: var close })
        {
            return new TopologyText("text of two");
        }

        Precommit vote = (Precommit)close.Precommits[0].Body;
        RoundClose bent = dice.Next(4) switch
        {
            0 => close with { Precommits = [.. close.Precommits.Skip(1)] },
            1 => close with { Precommits = [.. close.Precommits.Take(2)] },
            2 => CloseOf(close.Round, close.Proposal.Previous, ["a", "b", "d"], "bent"),
            _ => close with { Precommits = [Sign(vote with { Aggregate = DigestOf("bent") }), .. close.Precommits.Skip(1)] },
        };
        return new CloseMessage(bent);
    }
}
