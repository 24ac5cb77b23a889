@echo off
rem Workbooks dropped on this file, or named behind it, are checked. Explorer hands names with an
rem ampersand over as they are: the line is taken whole, and nothing of it is parsed again.
setlocal EnableExtensions DisableDelayedExpansion
set "here=%~dp0"
set "self=%~nx0"
setlocal EnableDelayedExpansion
set "line=!cmdcmdline!"
if not defined line goto typed
set "form=!line:*/c ""=!"
if "!form!"=="!line!" goto typed
set "rest=!line:*%self%=!"
set "rest=!rest:~1,-1!"
"!here!nianbao.exe" check !rest!
pause
rem Without leaving cmd it would run what stands behind the ampersand.
exit
:typed
setlocal DisableDelayedExpansion
"%~dp0nianbao.exe" check %*
