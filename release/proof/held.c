/* Keeps a file open as a viewer does, others may read it: held.exe FILE, until its input ends. */
#include <windows.h>
#include <stdio.h>

int wmain(int count, wchar_t **names) {
    DWORD share = count > 2 ? 0 : FILE_SHARE_READ;
    HANDLE file = CreateFileW(names[1], GENERIC_READ, share, NULL, OPEN_EXISTING, 0, NULL);
    puts(file == INVALID_HANDLE_VALUE ? "failed" : "held");
    fflush(stdout);
    while (getchar() != EOF) {}
    return file == INVALID_HANDLE_VALUE;
}
