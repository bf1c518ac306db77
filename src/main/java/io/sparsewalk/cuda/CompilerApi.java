package io.sparsewalk.cuda;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/** What we call of NVRTC, CUDA's compiler as a library, under its own names; all return a status, 0 for success. */
interface CompilerApi extends Library {
  int nvrtcVersion(IntByReference major, IntByReference minor);

  int nvrtcCreateProgram(PointerByReference program, String source, String name, int headers, Pointer headerTexts,
      Pointer headerNames);

  int nvrtcCompileProgram(Pointer program, int count, String[] options);

  int nvrtcGetProgramLogSize(Pointer program, LongByReference bytes);

  int nvrtcGetProgramLog(Pointer program, byte[] log);

  int nvrtcGetCUBINSize(Pointer program, LongByReference bytes);

  int nvrtcGetCUBIN(Pointer program, byte[] image);

  int nvrtcDestroyProgram(PointerByReference program);
}
