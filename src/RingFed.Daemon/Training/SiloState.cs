namespace RingFed.Daemon.Training;

/// <summary>The files of a silo's state directory, in one place. All are replaced atomically by whoever writes them.</summary>
/// <param name="Directory">Absolute path; created on demand for the service's user, readable by its group.</param>
internal sealed record SiloState(string Directory)
{
    /// <summary>Longest path of a Unix socket, its closing zero excluded (sockaddr_un on Linux).</summary>
    private const int SocketPathLengthMax = 107;

    public string AdminSocket => Path.Combine(Directory, "admin.sock");

    public string Encoder => Path.Combine(Directory, "encoder.json");

    /// <summary>Written after <see cref="Encoder"/> and read when that is found altered: the ring fits it only once.</summary>
    public string EncoderCopy => Path.Combine(Directory, "encoder.copy.json");

    /// <summary>Held open by the daemon that runs on this state.</summary>
    public string Lock => Path.Combine(Directory, "daemon.lock");

    public string Model => Path.Combine(Directory, "model.safetensors");

    /// <summary>The checkpoint before the last: used when the last one is found torn or altered.</summary>
    public string PreviousModel => Path.Combine(Directory, "model.previous.safetensors");

    /// <summary>What patients are drawn from while the held-out gate chooses; absent while it does not.</summary>
    public string Served => Path.Combine(Directory, "served.safetensors");

    /// <summary>Of the model that a silo trains alone before rows are shared.</summary>
    public SiloState Alone => new(System.IO.Directory.CreateDirectory(Path.Combine(Directory, "alone")).FullName);

    /// <summary>The newest list of revoked certificates that this silo was ever given.</summary>
    public string Revoked => Path.Combine(Directory, "revoked.crl.pem");

    public string Ledger => Path.Combine(Directory, "ledger.jsonl");

    /// <summary>Rounds, payloads, votes: owned by the federation side.</summary>
    public string Ring => Path.Combine(Directory, "ring");

    /// <summary>Text of the running epoch's topology, kept there by the federation side.</summary>
    public string RunningTopology => Path.Combine(Ring, "topology.yaml");

    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(Directory);
            return;
        }

        System.IO.Directory.CreateDirectory(
            Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        if (System.Text.Encoding.UTF8.GetByteCount(AdminSocket) > SocketPathLengthMax)
        {
            throw new CommandFailure(
                ExitCodes.BadInput,
                $"state directory '{Directory}' is too long for the admin socket inside it (limit {SocketPathLengthMax} bytes): choose a shorter one in silo.yaml");
        }
    }
}
