using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Tests.Ring.Closing.Model;

/// <summary>An honest silo: the closing, what it knows, and a disk that survives it.</summary>
internal sealed class ModelSilo(ModelRing ring, int index)
{
    private readonly ModelDisk disk = new();
    private RingClose closing = null!;
    private ClosingAction.Sign? signing;

    // Answers to an earlier life of the process reach nobody.
    private int life;

    public int Index => index;

    public InMemoryFacts Facts { get; private set; } = null!;

    public bool IsDown { get; private set; }

    public bool IsDead { get; private set; }

    public RoundClose? Decision => disk.Decision;

    public bool IsDone => IsDead || Decision is not null;

    public void Start()
    {
        life++;
        signing = null;
        IsDown = false;
        Facts = new InMemoryFacts(ring.Records.PlanOf(index, ring.Options.Byzantine, deadlineMs: 1_500), ring.Records.Round)
        {
            StartedAt = ring.Clock.Now,
            AggregateMs = 30,
            LapMs = 25,
        };
        disk.Restore(Facts);
        closing = new RingClose(disk.State, ring.Clock.Now, ring.Options.Rules);
    }

    public void Publish()
    {
        if (IsDead || Decision is not null)
        {
            return;
        }

        if (IsDown)
        {
            ring.Clock.After(100, Publish);
            return;
        }

        SignedRecord envelope = ring.Records.Envelope(index);
        disk.StoreOwn(envelope);
        disk.StorePayload(envelope);
        disk.Restore(Facts);
        ring.Broadcast(envelope, index);
        ring.Clock.After(ring.Dice.Next(100), () => SendPayload(envelope));
        Advance();
    }

    public IEnumerable<SignedRecord> HeldPayloads() =>
        Facts.All.Where(record => record.Body is Envelope envelope && Facts.HoldsPayloadOf(envelope));

    public void Take(SignedRecord record)
    {
        if (!IsDown && Facts.Add(record))
        {
            // An honest origin sends to everyone itself; what a liar says to some the others get from them.
            if (ring.Liars.Contains(ring.Records.IndexOf(record)))
            {
                ring.Broadcast(record, index);
            }

            Advance();
        }
    }

    public void TakePayload(SignedRecord envelope)
    {
        if (!IsDown)
        {
            Facts.Hold(envelope);
            disk.StorePayloadPerhaps(envelope, ring.Dice);
            Advance();
        }
    }

    public void Decide(RoundClose close)
    {
        if (IsDown || Decision is not null)
        {
            return;
        }

        disk.Decision = close;
        ring.Checker.Decided(this, close);
        ring.Spite(this);
        foreach (ModelSilo other in ring.Silos)
        {
            ring.Send(index, other, target => target.Decide(close));
        }
    }

    /// <summary>Asks the closing until it waits.</summary>
    public void Advance()
    {
        while (!IsDown && Decision is null && closing.Next(Facts, ring.Clock.Now) is not ClosingAction.Waiting and var action)
        {
            CarryOut(action);
        }
    }

    /// <summary>Dies at this moment and comes back later.</summary>
    public void Crash()
    {
        if (IsDown)
        {
            return;
        }

        // The write that was under way had reached the disk, or had not.
        if (signing is not null && ring.Dice.Next(2) == 0)
        {
            Store(signing);
        }

        IsDown = true;
        life++;
        if (ring.Options.ForgetsVotes)
        {
            disk.ForgetVotes();
        }

        ring.Clock.After(1 + ring.Dice.Next(600), ComeBack);
    }

    public void ComeBack()
    {
        if (IsDown && !IsDead)
        {
            Start();
            foreach (ModelSilo other in ring.Silos)
            {
                ring.Bring(other, this);
                ring.Bring(this, other);
            }
        }
    }

    /// <summary>Stops for good.</summary>
    public void Die() => (IsDown, IsDead, life) = (true, true, life + 1);

    public override string ToString() => IsDead ? $"s{index} is dead" : Decision is not null ? $"s{index} decided" : $"s{index}: {closing.Outlook(Facts, ring.Clock.Now)}";

    public bool HasStored(HeldUpdate update) => disk.HasPayload(update.Envelope);

    private void CarryOut(ClosingAction action)
    {
        switch (action)
        {
            case ClosingAction.Sign sign:
                ring.Checker.AskedToSign(this, sign, signing);
                signing = sign;
                Facts.IsSigning = true;
                Later(1 + ring.Dice.Next(10), () => Signed(sign));
                break;
            case ClosingAction.Aggregate aggregate:
                Facts.Aggregating.Add(aggregate.Proposal.Id);
                Later(ring.Dice.Next(10) == 0 ? 400 : ring.Dice.Next(50), () => Aggregated(aggregate.Proposal));
                break;
            case ClosingAction.Pull pull:
                foreach (ModelSilo other in ring.Silos)
                {
                    ring.Bring(other, this);
                }

                break;
            case ClosingAction.Decide decide:
                Decide(decide.Close);
                break;
            default:
                ring.Checker.Unexpected(this, action);
                break;
        }
    }

    private void Signed(ClosingAction.Sign sign)
    {
        SignedRecord record = Store(sign);
        signing = null;
        Facts.IsSigning = false;
        Facts.Add(record);
        ring.Broadcast(record, index);
        if (record.Body is Precommit { Manifest: not null })
        {
            ring.Spite(this);
        }
    }

    /// <summary>The record and the state in one write, after the payloads of what it commits to.</summary>
    private SignedRecord Store(ClosingAction.Sign sign)
    {
        if (sign.Body is Precommit { Manifest: not null })
        {
            foreach (HeldUpdate update in sign.State.Lock!.Updates)
            {
                disk.StorePayload(Facts.Find(update.Envelope)!);
            }
        }

        SignedRecord record = ClosingRecords.Sign(sign.Body);
        disk.Store(record, sign.State);
        ring.Checker.Signed(this, record);
        return record;
    }

    private void Aggregated(ClosingProposal proposal)
    {
        Facts.Aggregating.Remove(proposal.Id);
        Facts.Aggregates[proposal.Id] = ClosingRecords.AggregateOf(proposal.Id);
    }

    private void SendPayload(SignedRecord envelope)
    {
        foreach (ModelSilo other in ring.Silos)
        {
            ring.Send(index, other, envelope);
            ring.Send(index, other, target => target.TakePayload(envelope));
        }
    }

    private void Later(int ms, Action happens)
    {
        int now = life;
        ring.Clock.After(ms, () =>
        {
            if (now == life && Decision is null)
            {
                happens();
                Advance();
            }
        });
    }
}
