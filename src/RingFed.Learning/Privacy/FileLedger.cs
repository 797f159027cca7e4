using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using RingFed.Learning.Data;

namespace RingFed.Learning.Privacy;

/// <summary>
/// A ledger kept as JSON lines that are only ever appended. Each line carries the SHA-256 of the line before it, so a
/// line that was changed, removed or moved is found when the file is opened; an entry cut off by a crash is dropped,
/// since the work it would have paid for never began. One process at a time: the file is held open without sharing.
/// </summary>
public sealed class FileLedger : IRestorableLedger, IDisposable
{
    private static readonly string GenesisHash = new('0', 2 * SHA256.HashSizeInBytes);

    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly double _epsilonMax;
    private readonly Lock _gate = new();
    private string _lastHash = GenesisHash;
    private long _entries;

    // Of what was spent, the part that this process has not booked itself: a copy that was put back says too little of it.
    private double _spentBefore;

    // The dearest entry so far: what one round may have cost that nobody heard of.
    private double _dearest;
    private readonly HashSet<string> _occasions = [];

    // After the last whole line: what a failed write left behind lies beyond it.
    private long _end;

    /// <param name="epsilonMax">Budget; positive infinity where differential privacy is off and uses are only recorded.</param>
    /// <exception cref="InvalidDataException">The chain of lines is broken.</exception>
    /// <exception cref="IOException">The file cannot be opened, is held by another process, or its creation cannot be made to last.</exception>
    public FileLedger(string path, TimeProvider time, double epsilonMax = double.PositiveInfinity)
    {
        _time = time;
        _epsilonMax = epsilonMax;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        try
        {
            Replay(path);
            _spentBefore = EpsilonSpent;
            DirectoryFlush.Around(path);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public double EpsilonSpent { get; private set; }

    public void Reserve(LedgerEntry entry)
    {
        if (!double.IsFinite(entry.Epsilon) || entry.Epsilon < 0 || entry.Delta is not (>= 0 and < 1))
        {
            throw new ArgumentException($"'{entry.Name}' reserves epsilon {entry.Epsilon}, delta {entry.Delta}: both must be finite and not negative, delta below 1.", nameof(entry));
        }

        if (entry.Terms is { IsValid: false })
        {
            throw new ArgumentException($"'{entry.Name}' books terms that are negative, not finite or without a purpose: {entry.Terms}.", nameof(entry));
        }

        lock (_gate)
        {
            if (EpsilonSpent + entry.Epsilon > _epsilonMax)
            {
                throw new BudgetSpentException(
                    $"'{entry.Name}' needs epsilon {entry.Epsilon:g4}, but {EpsilonSpent:g4} of {_epsilonMax:g4} is spent. Raise privacy.epsilon in a new epoch of the topology, or stop using this cohort.");
            }

            Append(new LedgerLine(_entries, _time.GetUtcNow(), entry.Purpose, entry.Name, entry.Epsilon, entry.Delta, entry.Mechanism, _lastHash, entry.Terms));
        }
    }

    /// <remarks>Where no entry ever cost anything, all that was announced stands for the cost of one round: it holds at least one.</remarks>
    public double Recover(double announced, string? occasion)
    {
        if (!double.IsFinite(announced) || announced < 0)
        {
            throw new ArgumentException($"epsilon {announced} cannot have been announced: it must be finite and not negative.", nameof(announced));
        }

        lock (_gate)
        {
            if (announced <= EpsilonSpent && (occasion is null || _occasions.Contains(occasion)))
            {
                return 0;
            }

            double round = _dearest > 0 ? _dearest : announced;
            double spent = Math.Min(Math.Max(_spentBefore, announced) + round + (EpsilonSpent - _spentBefore), double.MaxValue);
            string reason = string.Create(
                CultureInfo.InvariantCulture,
                $"{(occasion is null ? "this silo" : "its state was put back: this silo")} announced {announced:g6}, this ledger said {EpsilonSpent:g6}, and a round that costs {round:g6} may have been forgotten");
            double added = spent - EpsilonSpent;
            Append(new LedgerLine(
                _entries, _time.GetUtcNow(), LedgerPurpose.Forgotten, occasion ?? "announced", added, 0, null, _lastHash, Reason: reason));
            _spentBefore = EpsilonSpent;
            return added;
        }
    }

    public void Dispose() => _file.Dispose();

    private void Append(LedgerLine line)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(line, LedgerJson.Default.LedgerLine);

        // A full disk may have taken half of the line before, and a failing one may not have let go of it.
        Rewind();
        _file.Write([.. bytes, (byte)'\n']);
        _file.Flush(flushToDisk: true);
        _end = _file.Position;
        Count(line, bytes);
    }

    private void Replay(string path)
    {
        byte[] content = new byte[_file.Length];
        _file.ReadExactly(content);
        int start = 0;
        for (int end = Array.IndexOf(content, (byte)'\n'); end >= 0; end = Array.IndexOf(content, (byte)'\n', start))
        {
            byte[] bytes = content[start..end];
            Count(Parse(bytes, path), bytes);
            start = end + 1;
        }

        _end = start;
        Rewind();
    }

    private void Rewind()
    {
        _file.SetLength(_end);
        _file.Position = _end;
    }

    private LedgerLine Parse(byte[] bytes, string path)
    {
        LedgerLine? line = null;
        try
        {
            line = JsonSerializer.Deserialize(bytes, LedgerJson.Default.LedgerLine);
        }
        catch (JsonException)
        {
            // Reported below with the line's number, together with every other way of being broken.
        }

        return line is not null && line.Sequence == _entries && line.Previous == _lastHash && line.Epsilon >= 0
            ? line
            : throw new InvalidDataException(
                $"{path}({_entries + 1}): the ledger was altered: this line does not follow the one before it. Restore the file from backup; training stays off until then.");
    }

    private void Count(LedgerLine line, byte[] bytes)
    {
        _lastHash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        _entries++;
        EpsilonSpent += line.Epsilon;
        if (line.Purpose == LedgerPurpose.Forgotten)
        {
            _occasions.Add(line.Name);
        }
        else
        {
            _dearest = Math.Max(_dearest, line.Epsilon);
        }
    }
}
