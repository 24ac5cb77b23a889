/* Starts cmd as Explorer does for files dropped on a .bat: dropped.exe LINE, where LINE is a file
   with the whole command line in UTF-16. Answers what a pause waits for; gives back its code. */
#include <windows.h>

int wmain(int count, wchar_t **names) {
    static wchar_t line[8192];
    DWORD length = 0, code = 1;
    HANDLE file = CreateFileW(names[1], GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    if (count != 2 || !ReadFile(file, line, sizeof line - 2, &length, NULL)) return 100;
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION process;
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &process)) return 101;
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    return (int)code;
}
