package schedule

import (
	"errors"
	"strconv"
	"syscall"
)

// leftToOthers is how much of a disk the files of schedules leave free, in bytes. The
// database lies on the same disk unless somebody says otherwise, and what people enter
// comes first.
const leftToOthers = 64 << 20

// Room refuses a file of so many bytes where it would leave too little of the disk to
// the database. Problem: run-disk-full.
func Room(folder string, bytes int64) error {
	free, err := Free(folder)
	if err == nil && free-bytes < leftToOthers { // a disk that does not tell is written to
		return problem("run-disk-full", "folder", folder, "free", megabytes(free), "left", megabytes(leftToOthers))
	}
	return nil
}

// Free is the room on the disk of a folder for others than the superuser, in bytes.
func Free(folder string) (int64, error) {
	var disk syscall.Statfs_t
	err := syscall.Statfs(folder, &disk)
	return int64(disk.Bavail) * int64(disk.Bsize), err
}

// orFull words an error of a disk on which nothing is left at all.
func orFull(err error, folder string) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return problem("run-disk-full", "folder", folder, "free", megabytes(0), "left", megabytes(leftToOthers))
	}
	return err
}

func megabytes(bytes int64) string { return strconv.FormatInt(bytes>>20, 10) + " MB" }
