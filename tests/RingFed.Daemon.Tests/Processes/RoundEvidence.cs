using RingFed.Federation.Ring;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>
/// All that silos said of their rounds, and everything in it that a ring must not say: two results of one round, a round
/// lost again, a subset that reads as all. Lock: every member.
/// </summary>
/// <param name="rosters">Of the federation's epochs; one while none follows.</param>
internal sealed class RoundEvidence(params IReadOnlyList<string>[] rosters)
{
    private readonly Lock _guard = new();
    private readonly SortedDictionary<int, RoundRecord> _records = [];
    private readonly SortedDictionary<int, string> _digests = [];
    private readonly HashSet<string> _violations = [];

    /// <summary>Sentences; empty while all is well.</summary>
    public IReadOnlyCollection<string> Violations
    {
        get
        {
            lock (_guard)
            {
                return [.. _violations.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The rounds somebody closed, ascending.</summary>
    public IReadOnlyCollection<int> Rounds
    {
        get
        {
            lock (_guard)
            {
                return [.. _digests.Keys];
            }
        }
    }

    /// <summary>Who was merged in a round, as the silos agree; null when no status with it was seen.</summary>
    public RoundRecord? Of(int round)
    {
        lock (_guard)
        {
            return _records.GetValueOrDefault(round);
        }
    }

    public void Add(string silo, RoundRecord record)
    {
        lock (_guard)
        {
            AddDigest(silo, record.Round, record.AggregateDigest);
            string[] missed = [.. record.Missed.Select(missed => missed.Silo)];
            Require(
                rosters.Any(roster => record.Merged.Concat(missed).Order(StringComparer.Ordinal).SequenceEqual(roster.Order(StringComparer.Ordinal))),
                $"{silo}, round {record.Round}: merged [{string.Join(", ", record.Merged)}] and missed [{string.Join(", ", missed)}] are not the roster");
            Require(
                record.Missed.All(one => one.Reason.Length > 0),
                $"{silo}, round {record.Round}: a silo is missed without a reason");
            RoundRecord first = _records.TryGetValue(record.Round, out RoundRecord? known) ? known : _records[record.Round] = record;
            Require(
                first.Merged.SequenceEqual(record.Merged),
                $"round {record.Round}: {silo} merged [{string.Join(", ", record.Merged)}], another silo [{string.Join(", ", first.Merged)}]");
        }
    }

    /// <param name="events">A silo's log, over all its lives.</param>
    /// <param name="setBack">Rounds that a start may have lost, because the test damaged their files.</param>
    public void Add(string silo, IReadOnlyList<LogEvent> events, int setBack = 0)
    {
        lock (_guard)
        {
            (int closed, int here) = (-1, -1);
            foreach (LogEvent happened in events)
            {
                switch (happened)
                {
                    case LogEvent.Started:
                        here = -1;
                        break;
                    case LogEvent.Resumed(int round):
                        Require(round >= closed - setBack, $"{silo} closed round {closed} and went on after round {round}");
                        here = round;
                        break;
                    case LogEvent.Began(int round):
                        Require(round > closed - setBack, $"{silo} closed round {closed} and began round {round} again");
                        break;
                    case LogEvent.Closed(int round, string digest):
                        Require(round > Math.Max(here, closed - setBack), $"{silo} closed round {round} again, after round {closed}");
                        (closed, here) = (Math.Max(closed, round), round);
                        AddDigest(silo, round, digest);
                        break;
                }
            }
        }
    }

    /// <summary>Every round up to the last was closed by somebody.</summary>
    public void RequireAllUpTo(int lastRound)
    {
        lock (_guard)
        {
            int[] lacking = [.. Enumerable.Range(0, lastRound + 1).Where(round => !_digests.ContainsKey(round))];
            Require(lacking.Length == 0, $"no silo recorded round {string.Join(", ", lacking)}");
        }
    }

    private void AddDigest(string silo, int round, string digest)
    {
        string first = _digests.TryGetValue(round, out string? known) ? known : _digests[round] = digest;
        Require(first == digest, $"round {round}: {silo} has aggregate {digest}, another silo {first}");
    }

    private void Require(bool holds, string violation)
    {
        if (!holds)
        {
            _violations.Add(violation);
        }
    }
}
